package io.integrationhost.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import io.integrationhost.host.deadletter.DeadLetterArchive;
import io.integrationhost.host.deadletter.FiledLetter;
import io.integrationhost.host.deadletter.LetterId;
import io.integrationhost.host.deadletter.LetterJson;
import io.integrationhost.host.deadletter.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows one dead letter: why it is one, and what it holds.")
final class DeadLettersShowCommand implements Callable<Integer> {

  @Mixin private LetterPlace place;

  @Parameters(paramLabel = "ID", description = "The letter, as 'list' names it.")
  private String id;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (LetterId.parse(id).isEmpty()) {
      throw place.badUsage(
          "'" + id + "' is no id of a dead letter; 'dead-letters list' shows them");
    }
    DeadLetterArchive archive = place.archive();
    List<FiledLetter> found =
        place.letters(archive).stream().filter(letter -> letter.id().text().equals(id)).toList();
    boolean shown = false;
    for (FiledLetter letter : found) {
      Optional<Reading> reading = archive.read(letter);
      if (reading.isPresent()) {
        show(letter, reading.get());
        shown = true;
      }
    }
    if (!shown) {
      place.console().error("there is no dead letter %s %s".formatted(id, place.where()));
    }
    return shown ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  private void show(FiledLetter letter, Reading reading) {
    if (json) {
      JsonElement all = new LetterJson().complete(letter, reading);
      place
          .console()
          .line(new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(all));
    } else {
      new LetterText().lines(letter, reading).forEach(place.console()::line);
    }
  }
}
