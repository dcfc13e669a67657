package io.integrationhost.distribution;

import io.integrationhost.admin.metrics.MetricFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics as {@code docs/metrics.md} lists them. */
final class MetricsReference {

  private static final Pattern ROW =
      Pattern.compile(
          "\\| `([a-z0-9_]+)` \\| (counter|gauge|histogram|summary) \\| (.*) \\| (.*) \\|");

  private MetricsReference() {}

  static List<MetricFamily> read() throws IOException {
    return Files.readAllLines(HostProcess.distribution().resolve("docs/metrics.md")).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(
            row -> new MetricFamily(row.group(1), row.group(2), labels(row.group(3)), row.group(4)))
        .toList();
  }

  static boolean isOurs(MetricFamily family) {
    return family.name().startsWith("integrationhost_") || family.name().startsWith("netty_");
  }

  private static Map<String, Set<String>> labels(String cell) {
    Map<String, Set<String>> labels = new LinkedHashMap<>();
    for (String label : cell.isBlank() ? new String[0] : cell.split(", ")) {
      String[] parts = label.split("=", 2);
      labels.put(
          parts[0],
          parts.length == 1 ? Set.of() : new LinkedHashSet<>(List.of(parts[1].split("/"))));
    }
    return labels;
  }

  /** A row of the list. */
  static String row(MetricFamily family) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            family.name(),
            family.type(),
            family.labels().entrySet().stream()
                .map(
                    label ->
                        label.getKey()
                            + (label.getValue().isEmpty()
                                ? ""
                                : "=" + String.join("/", label.getValue())))
                .collect(Collectors.joining(", ")),
            family.help());
  }
}
