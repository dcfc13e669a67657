package io.integrationhost.cli;

import io.integrationhost.host.deadletter.DeadLetterArchive;
import io.integrationhost.host.deadletter.FiledLetter;
import io.integrationhost.host.deadletter.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Has dead letters delivered again.",
      "A host that runs takes them within seconds, else the next one that is started. What",
      "ThingsBoard refuses once more becomes a new dead letter."
    },
    footer = {"", "Exit code 1 when one of the letters cannot be delivered again."})
final class DeadLettersReplayCommand implements Callable<Integer> {

  @Mixin private LetterPlace place;

  @Mixin private LetterChoice choice;

  @Override
  public Integer call() throws IOException {
    if (choice.isAll() == choice.hasIds()) {
      throw place.badUsage("say which letters: --all, or one or more IDs");
    }
    choice.check(place);
    DeadLetterArchive archive = place.archive();
    List<FiledLetter> letters = place.letters(archive);
    boolean complete = !choice.reportMissing(letters, place);
    int moved = 0;
    int payloads = 0;
    for (FiledLetter letter : choice.of(letters)) {
      if (letter.awaitsReplay()) {
        continue;
      }
      Optional<Reading> reading = archive.read(letter);
      Optional<String> objection = objection(reading);
      if (choice.isAll() && holdsNoItem(reading)) {
        payloads++;
      } else if (objection.isPresent()) {
        complete = false;
        place.console().line("%s stays: %s".formatted(letter.id(), objection.get()));
      } else if (archive.replay(letter)) {
        moved++;
      }
    }
    place
        .console()
        .line(
            Counted.of(moved, "dead letter")
                + " will be delivered again: within seconds by a host that runs, else by the next"
                + " one that is started");
    if (payloads > 0) {
      place
          .console()
          .line(
              Counted.of(payloads, "dead letter")
                  + " left: payloads that no converter understood hold nothing to deliver; mend the"
                  + " converter and have the devices send again, or purge them");
    }
    return complete ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  private static Optional<String> objection(Optional<Reading> reading) {
    if (reading.isEmpty()) {
      return Optional.of("it was removed meanwhile");
    }
    if (reading.get() instanceof Reading.Damaged damaged) {
      return Optional.of(damaged.problem() + "; purge it");
    }
    return holdsNoItem(reading)
        ? Optional.of(
            "it holds what a device sent but no item that could be delivered; mend the"
                + " converter and have the device send it again")
        : Optional.empty();
  }

  private static boolean holdsNoItem(Optional<Reading> reading) {
    return reading.isPresent()
        && reading.get() instanceof Reading.Intact intact
        && intact.letter().item().isEmpty();
  }
}
