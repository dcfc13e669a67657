package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.admin.metrics.MetricFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dashboard and alerts ask for nothing that the host does not have. */
final class DashboardsTest {

  /** What Prometheus adds to every series. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  private static final Set<String> WORDS =
      Set.of(
          "sum",
          "min",
          "max",
          "count",
          "by",
          "on",
          "and",
          "rate",
          "increase",
          "deriv",
          "predict_linear",
          "histogram_quantile",
          "offset",
          "label_values");

  private static final Pattern METRIC = Pattern.compile("[a-z][a-z0-9]*_[a-z0-9_]+");
  private static final Pattern SELECTOR = Pattern.compile("([a-z][a-z0-9_]*)\\{([^}]*)\\}");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|!~|!=|=)\"([^\"]*)\"");
  private static final Pattern GROUP = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
  private static final Pattern NAME = Pattern.compile("(?<![0-9a-zA-Z_$])[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern RULE =
      Pattern.compile("(?m)^      - alert: (\\w+)\n        expr: (.+)\n(?:        for: .+\n)?");
  private static final Pattern PART =
      Pattern.compile("(?m)^          (summary|description|runbook_url): \"?(.+?)\"?$");

  private final Map<String, MetricFamily> known;

  DashboardsTest() throws IOException {
    known =
        MetricsReference.read().stream()
            .collect(Collectors.toMap(MetricFamily::name, Function.identity()));
  }

  private static Path shipped(String file) {
    return HostProcess.distribution().resolve(file);
  }

  private static List<String> dashboardExpressions() throws IOException {
    JsonObject dashboard =
        JsonParser.parseString(Files.readString(shipped("dashboards/integration-host.json")))
            .getAsJsonObject();
    List<String> found = new ArrayList<>();
    for (JsonElement panel : dashboard.getAsJsonArray("panels")) {
      if (panel.getAsJsonObject().has("targets")) {
        panel
            .getAsJsonObject()
            .getAsJsonArray("targets")
            .forEach(target -> found.add(target.getAsJsonObject().get("expr").getAsString()));
      }
    }
    for (JsonElement variable : dashboard.getAsJsonObject("templating").getAsJsonArray("list")) {
      if (variable.getAsJsonObject().has("definition")) {
        found.add(variable.getAsJsonObject().get("definition").getAsString());
      }
    }
    return found;
  }

  private static List<MatchResult> alerts() throws IOException {
    return RULE.matcher(Files.readString(shipped("alerts/integration-host.rules.yaml")))
        .results()
        .toList();
  }

  /** The family that a name in an expression means; a histogram has names with ends. */
  private Optional<MetricFamily> family(String name) {
    return Optional.ofNullable(known.get(name))
        .or(
            () ->
                Optional.ofNullable(known.get(name.replaceAll("_(bucket|sum|count)$", "")))
                    .filter(family -> family.type().matches("histogram|summary")));
  }

  private void check(String expression) {
    String plain = expression.replaceAll("\\$__\\w+", "5m");
    Set<String> labels = new HashSet<>(OF_PROMETHEUS);
    List<String> metrics =
        METRIC
            .matcher(plain.replaceAll("\"[^\"]*\"", "\"\""))
            .results()
            .map(MatchResult::group)
            .filter(name -> !WORDS.contains(name))
            .filter(name -> name.matches("(integrationhost|jvm|process|netty)_.*"))
            .toList();
    assertThat(metrics).as(expression).isNotEmpty();
    for (String name : metrics) {
      assertThat(family(name)).as(name + " in " + expression).isPresent();
      labels.addAll(labels(name));
    }
    SELECTOR
        .matcher(plain)
        .results()
        .forEach(selector -> checkSelector(selector.group(1), selector.group(2), expression));
    GROUP
        .matcher(plain)
        .results()
        .flatMap(group -> List.of(group.group(1).split(", ?")).stream())
        .forEach(label -> assertThat(labels).as(expression).contains(label));
    String rest = GROUP.matcher(SELECTOR.matcher(plain).replaceAll("$1")).replaceAll("by");
    NAME.matcher(rest)
        .results()
        .map(MatchResult::group)
        .filter(name -> !WORDS.contains(name) && family(name).isEmpty())
        .forEach(
            name -> assertThat(labels).as("a word nobody knows in " + expression).contains(name));
  }

  private Set<String> labels(String name) {
    Set<String> labels = new HashSet<>(family(name).orElseThrow().labels().keySet());
    if (name.endsWith("_bucket")) {
      labels.add("le");
    }
    labels.addAll(OF_PROMETHEUS);
    return labels;
  }

  private void checkSelector(String name, String matchers, String expression) {
    Map<String, Set<String>> labels = family(name).orElseThrow().labels();
    MATCHER
        .matcher(matchers)
        .results()
        .forEach(
            matcher -> {
              assertThat(labels(name)).as(expression).contains(matcher.group(1));
              Set<String> values = labels.getOrDefault(matcher.group(1), Set.of());
              if (!values.isEmpty()) {
                assertThat(values).as(expression).contains(matcher.group(3).split("\\|"));
              }
            });
    assertThat(MATCHER.matcher(matchers).replaceAll("").replace(",", "").strip())
        .as(expression)
        .isEmpty();
  }

  @Test
  void theDashboardShowsWhatIsThere() throws IOException {
    assertThat(dashboardExpressions()).hasSizeGreaterThan(60).allSatisfy(this::check);
  }

  @Test
  void alertsAreOfWhatIsThere() throws IOException {
    assertThat(alerts()).hasSizeGreaterThan(14);
    assertThat(alerts()).allSatisfy(alert -> check(alert.group(2)));
  }

  @Test
  void everyAlertTellsTheCure() throws IOException {
    String rules = Files.readString(shipped("alerts/integration-host.rules.yaml"));
    String runbook = Files.readString(shipped("docs/operations.md"));
    String[] texts = rules.split("- alert: ");
    assertThat(texts).hasSize(alerts().size() + 1);
    for (int i = 1; i < texts.length; i++) {
      String text = texts[i];
      String name = text.substring(0, text.indexOf('\n'));
      Map<String, String> parts =
          PART.matcher(text)
              .results()
              .collect(Collectors.toMap(part -> part.group(1), part -> part.group(2)));
      assertThat(parts).as(name).containsOnlyKeys("summary", "description", "runbook_url");
      assertThat(parts.get("description")).as(name).hasSizeGreaterThan(40);
      assertThat(parts)
          .containsEntry("runbook_url", "docs/operations.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(runbook).contains("\n### " + name + "\n");
    }
  }

  @Test
  void aNameOrLabelThatDoesNotExistIsFound() {
    for (String wrong :
        List.of(
            "rate(integrationhost_items_total[5m])",
            "integrationhost_spool_items{device=\"x\"}",
            "integrationhost_integration_state{state=\"broken\"}",
            "sum by (devices) (integrationhost_spool_items)",
            "integrationhost_spool_items_bucket",
            "average(integrationhost_spool_items)")) {
      assertThat(catchThrowable(() -> check(wrong))).as(wrong).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void alertsComeWhenTheyShould() throws Exception {
    Path promtool = RequiredTools.orSkip("promtool");
    Path alerts = shipped("alerts");
    assertThat(
            RequiredTools.succeeds(
                alerts,
                Optional.empty(),
                promtool,
                "check",
                "rules",
                "integration-host.rules.yaml"))
        .contains("SUCCESS");
    assertThat(
            RequiredTools.succeeds(
                alerts, Optional.empty(), promtool, "test", "rules", "tests.yaml"))
        .contains("SUCCESS");
  }
}
