package io.integrationhost.convert.hint;

import io.integrationhost.convert.ItemDifference;
import io.integrationhost.entity.EntityData;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Keys under updateOnlyKeys that were sent before with the same value. */
final class UnchangedKeys implements Rule {

  @Override
  public Stream<Hint> look(Subject subject) {
    List<EntityData> items = subject.outcome().items();
    List<EntityData> sent = subject.attempt().sent();
    return IntStream.range(0, items.size()).boxed().flatMap(i -> item(items.get(i), sent.get(i)));
  }

  private static Stream<Hint> item(EntityData all, EntityData sent) {
    Set<String> dropped = ItemDifference.dropped(all, sent);
    if (dropped.isEmpty()) {
      return Stream.empty();
    }
    String keys = String.join(", ", dropped);
    return Stream.of(
        ItemDifference.isEmpty(sent)
            ? Hint.warning(
                "unchanged",
                ("Unchanged, so not sent (updateOnlyKeys): %s. Nothing is left for"
                        + " '%s': ThingsBoard answers such an item with a failure.")
                    .formatted(keys, all.name()))
            : Hint.note("unchanged", "Unchanged, so not sent (updateOnlyKeys): " + keys + "."));
  }
}
