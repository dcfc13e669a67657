package io.integrationhost.convert.hint;

import io.integrationhost.convert.ItemDifference;
import io.integrationhost.entity.EntityData;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What updateOnlyKeys would do to the same payload once more. */
final class Repetition {
  private Repetition() {}

  /**
   * Looks at a single payload.
   *
   * @param repeated what would be left; empty when there were several payloads
   */
  static Stream<Hint> look(Subject subject, List<EntityData> repeated) {
    List<EntityData> items = subject.outcome().items();
    return repeated.size() != items.size()
        ? Stream.empty()
        : IntStream.range(0, items.size())
            .boxed()
            .flatMap(i -> item(items.get(i), repeated.get(i)));
  }

  private static Stream<Hint> item(EntityData all, EntityData left) {
    Set<String> dropped = ItemDifference.dropped(all, left);
    if (dropped.isEmpty()) {
      return Stream.empty();
    }
    String keys = String.join(", ", dropped);
    return Stream.of(
        ItemDifference.isEmpty(left)
            ? Hint.warning(
                "update-only",
                ("updateOnlyKeys: the same payload again sends nothing for '%s' (%s"
                        + " unchanged), which ThingsBoard answers with a failure.")
                    .formatted(all.name(), keys))
            : Hint.note(
                "update-only",
                "updateOnlyKeys: sent only when changed, so not with the same payload again: %s."
                    .formatted(keys)));
  }
}
