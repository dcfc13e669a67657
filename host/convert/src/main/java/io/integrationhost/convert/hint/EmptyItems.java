package io.integrationhost.convert.hint;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import java.util.stream.Stream;

/** A device without data: the server creates it and refuses the item (facts 2.5). */
final class EmptyItems implements Rule {

  @Override
  public Stream<Hint> look(Subject subject) {
    return subject.outcome().items().stream().flatMap(EmptyItems::item);
  }

  private static Stream<Hint> item(EntityData item) {
    boolean neither = item.telemetry().isEmpty() && item.attributes().isEmpty();
    boolean noInstant =
        item.attributes().isEmpty() && item.telemetry().map(all -> all.isEmpty()).orElse(false);
    if (neither || noInstant) {
      return Stream.of(
          Hint.warning(
              "no-data",
              ("The output for '%s' has %s: ThingsBoard creates the %s and then answers with a"
                      + " failure. Add values, or return [] when there is nothing to send.")
                  .formatted(
                      item.name(),
                      neither ? "no telemetry and no attributes" : "an empty telemetry",
                      item.kind() == EntityKind.DEVICE ? "device" : "asset")));
    }
    boolean noKeys =
        item.telemetry()
                .map(all -> all.stream().allMatch(one -> one.values().isEmpty()))
                .orElse(true)
            && item.attributes().map(all -> all.isEmpty()).orElse(true);
    return noKeys
        ? Stream.of(
            Hint.warning(
                "no-keys",
                "The output for '%s' holds no single value: all keys are missing or null."
                    .formatted(item.name())))
        : Stream.empty();
  }
}
