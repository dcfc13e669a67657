package io.integrationhost.convert.hint;

import io.integrationhost.entity.EntityData;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Names, types and keys that do not fit into ThingsBoard's columns. */
final class LongNames implements Rule {
  private static final int MAX = 255;
  private static final int SHOWN = 20;

  @Override
  public Stream<Hint> look(Subject subject) {
    return subject.outcome().items().stream()
        .flatMap(LongNames::parts)
        .filter(part -> part.text().length() > MAX)
        .map(LongNames::hint)
        .distinct();
  }

  private static Stream<Part> parts(EntityData item) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("name", item.name()));
    parts.add(new Part("type", item.type()));
    parts.add(new Part("label", item.label()));
    parts.add(new Part("customer's name", item.customerName()));
    parts.add(new Part("group's name", item.groupName()));
    item.telemetry().stream()
        .flatMap(List::stream)
        .flatMap(instant -> instant.values().keySet().stream())
        .forEach(key -> parts.add(new Part("key", key)));
    item.attributes().stream()
        .flatMap(values -> values.keySet().stream())
        .forEach(key -> parts.add(new Part("key", key)));
    return parts.stream();
  }

  private static Hint hint(Part part) {
    return Hint.warning(
        "too-long",
        "The %s '%s...' has %d characters: what is longer than %d characters ThingsBoard refuses."
            .formatted(part.what(), part.text().substring(0, SHOWN), part.text().length(), MAX));
  }

  private record Part(String what, String text) {}
}
