package io.integrationhost.convert.hint;

import io.integrationhost.convert.Attempt;
import io.integrationhost.convert.Attempts;
import java.util.List;
import java.util.stream.Stream;

/** All that is known about mistakes in converters. */
public final class Hints {
  private static final List<Rule> RULES =
      List.of(
          new NothingReturned(),
          new OtherLanguage(),
          new PayloadAsText(),
          new UnknownNames(),
          new FailedResult(),
          new MisspelledKeys(),
          new EmptyItems(),
          new EntityNames(),
          new LongNames(),
          new LostValues(),
          new ChangedTypes(),
          new TelemetryShapes(),
          new Times(),
          new UnchangedKeys(),
          new BytesAndCharacters(),
          new WrittenPayload(),
          new DownlinkContent());

  private Hints() {}

  /** What there is to say about one conversion, the likely cause first. */
  public static List<Hint> of(Attempts attempts, Attempt attempt) {
    Subject subject = Subject.of(attempts.converter(), attempt);
    return Stream.concat(
            RULES.stream().flatMap(rule -> rule.look(subject)),
            Repetition.look(subject, attempts.repeated()))
        .toList();
  }

  /** What there is to say about several conversions together. */
  public static List<Hint> ofAll(Attempts attempts) {
    return MixedTypes.look(attempts).toList();
  }
}
