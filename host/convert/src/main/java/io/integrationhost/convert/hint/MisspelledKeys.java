package io.integrationhost.convert.hint;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Keys of the result that have no meaning there. */
final class MisspelledKeys implements Rule {
  private static final List<String> GENERIC =
      List.of(
          "deviceName",
          "deviceType",
          "deviceLabel",
          "assetName",
          "assetType",
          "assetLabel",
          "customerName",
          "groupName",
          "telemetry",
          "attributes");
  private static final List<String> DEDICATED =
      List.of("type", "name", "profile", "label", "customer", "group", "telemetry", "attributes");
  private static final List<String> DOWNLINK = List.of("contentType", "data", "metadata");
  private static final Map<String, String> MEANT =
      Map.of(
          "name", "deviceName",
          "device", "deviceName",
          "type", "deviceType",
          "profile", "deviceType",
          "label", "deviceLabel",
          "customer", "customerName",
          "group", "groupName",
          "payload", "data");

  @Override
  public Stream<Hint> look(Subject subject) {
    List<String> known = known(subject);
    Set<String> unknown = new LinkedHashSet<>();
    subject.objects().forEach(item -> unknown.addAll(item.keySet()));
    known.forEach(unknown::remove);
    return unknown.stream().map(key -> hint(key, known, subject));
  }

  private static List<String> known(Subject subject) {
    if (subject.converter().downlink()) {
      return DOWNLINK;
    }
    return subject.isDedicated()
        ? Stream.concat(DEDICATED.stream(), GENERIC.stream()).toList()
        : GENERIC;
  }

  private static Hint hint(String key, List<String> known, Subject subject) {
    Optional<String> meant =
        Names.near(key, known)
            .or(() -> Optional.ofNullable(MEANT.get(key)).filter(known::contains));
    String cure =
        meant
            .map(name -> "did you mean '" + name + "'?")
            .orElse(
                subject.converter().downlink()
                    ? "only contentType, data and metadata count."
                    : "values belong under 'telemetry' or 'attributes'.");
    return Hint.warning(
        "unknown-key", "The key '%s' of the result is ignored; %s".formatted(key, cure));
  }
}
