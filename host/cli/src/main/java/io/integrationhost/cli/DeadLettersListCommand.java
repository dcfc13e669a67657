package io.integrationhost.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.stream.JsonWriter;
import io.integrationhost.host.deadletter.DeadLetterArchive;
import io.integrationhost.host.deadletter.FiledLetter;
import io.integrationhost.host.deadletter.LetterJson;
import io.integrationhost.host.deadletter.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists dead letters, the oldest first, one line each.")
final class DeadLettersListCommand implements Callable<Integer> {

  @Mixin private LetterPlace place;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    DeadLetterArchive archive = place.archive();
    List<FiledLetter> letters = place.letters(archive);
    if (json) {
      printJson(archive, letters);
    } else {
      print(archive, letters);
    }
    return ExitCode.SUCCESS;
  }

  private void print(DeadLetterArchive archive, List<FiledLetter> letters) {
    Console console = place.console();
    LetterText text = new LetterText();
    for (FiledLetter letter : letters) {
      archive.read(letter).ifPresent(reading -> console.line(text.line(letter, reading)));
    }
    console.line(
        letters.isEmpty()
            ? "no dead letters " + place.where()
            : letters.size() + " dead letter(s) " + place.where());
  }

  private void printJson(DeadLetterArchive archive, List<FiledLetter> letters) throws IOException {
    Console console = place.console();
    Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    LetterJson form = new LetterJson();
    JsonWriter writer = gson.newJsonWriter(console.out());
    writer.beginArray();
    for (FiledLetter letter : letters) {
      Optional<Reading> reading = archive.read(letter);
      if (reading.isPresent()) {
        gson.toJson(form.summary(letter, reading.get()), writer);
      }
    }
    writer.endArray();
    writer.flush();
    console.line("");
  }
}
