package io.integrationhost.convert.hint;

import io.integrationhost.entity.EntityData;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names that nobody gives to a device. */
final class EntityNames implements Rule {
  private static final Pattern ACCIDENT =
      Pattern.compile("\\b(undefined|null|NaN)\\b|\\[object Object\\]");

  @Override
  public Stream<Hint> look(Subject subject) {
    return subject.outcome().items().stream().map(EntityData::name).flatMap(EntityNames::name);
  }

  private static Stream<Hint> name(String name) {
    if (name.isBlank()) {
      return Stream.of(
          Hint.warning("name", "The name is empty: ThingsBoard refuses to create such an entity."));
    }
    if (ACCIDENT.matcher(name).find()) {
      return Stream.of(
          Hint.warning(
              "name",
              ("The name is '%s': what it was made from was not there. ThingsBoard"
                      + " would create it under this name.")
                  .formatted(name)));
    }
    boolean invisible = name.chars().anyMatch(Character::isISOControl);
    return invisible || !name.equals(name.strip())
        ? Stream.of(
            Hint.warning(
                "name",
                "The name has blanks around it or characters that nobody sees, such as a line end:"
                    + " it is another entity than the one without; use trim()."))
        : Stream.empty();
  }
}
