package io.integrationhost.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.host.deadletter.DeadLetterArchive;
import io.integrationhost.host.deadletter.FiledLetter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "purge",
    mixinStandardHelpOptions = true,
    description = "Removes dead letters for good, those that await their replay included.")
final class DeadLettersPurgeCommand implements Callable<Integer> {

  @Mixin private LetterPlace place;

  @Mixin private LetterChoice choice;

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      description = "All letters older than, for example, 30d, 12h or 15m.")
  private String age;

  @Override
  public Integer call() throws IOException {
    if (Stream.of(choice.isAll(), choice.hasIds(), age != null).filter(one -> one).count() != 1) {
      throw place.badUsage(
          "say which letters: --all, --older-than DURATION, or one or more IDs; one of the three");
    }
    choice.check(place);
    Instant limit = age == null ? Instant.MAX : Instant.now().minus(duration(age));
    DeadLetterArchive archive = place.archive();
    List<FiledLetter> letters = place.letters(archive);
    boolean complete = !choice.reportMissing(letters, place);
    List<FiledLetter> chosen =
        age == null
            ? choice.of(letters)
            : letters.stream().filter(letter -> letter.id().time().isBefore(limit)).toList();
    int removed = 0;
    for (FiledLetter letter : chosen) {
      removed += archive.purge(letter) ? 1 : 0;
    }
    place.console().line(Counted.of(removed, "dead letter") + " removed");
    return complete ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  /** As the settings write durations, but never without a unit. */
  private Duration duration(String text) {
    try {
      if (!text.strip().matches("\\d+")) {
        Duration duration = ConfigValueFactory.fromAnyRef(text).atKey("age").getDuration("age");
        if (!duration.isNegative() && duration.toDays() < 36_500) {
          return duration;
        }
      }
    } catch (ConfigException e) {
      throw (RuntimeException) notADuration(text).initCause(e);
    }
    throw notADuration(text);
  }

  private RuntimeException notADuration(String text) {
    return place.badUsage(
        "--older-than must be a number with a unit, such as 30d, 12h or 15m, is '" + text + "'");
  }
}
