package io.integrationhost.host.bench;

import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of a run. */
public final class BenchReport {

  private final Map<String, Object> run;
  private final List<Figures> figures;

  private BenchReport(Map<String, Object> run, List<Figures> figures) {
    this.run = run;
    this.figures = figures;
  }

  static BenchReport of(BenchSettings settings, Map<Variant, List<Window>> windows) {
    References references = new References(windows);
    List<Figures> figures = new ArrayList<>();
    windows.forEach(
        (variant, measured) ->
            figures.add(Figures.of(variant, measured, references.ratios(variant, measured))));
    return new BenchReport(RunDescription.of(settings), figures);
  }

  static BenchReport of(Map<String, Object> run, List<Figures> figures) {
    return new BenchReport(run, figures);
  }

  /** The figures of each variant, in the order in which they were measured. */
  public List<Figures> figures() {
    return List.copyOf(figures);
  }

  /** One JSON object; units are in the names of its keys. */
  public String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("run", run);
    Map<String, Object> results = new LinkedHashMap<>();
    figures.forEach(each -> results.put(each.name(), each.values()));
    all.put("results", results);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(all);
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    run.forEach((key, value) -> lines.add("%-28s %s".formatted(key, value)));
    for (Figures each : figures) {
      lines.add("");
      lines.add(each.name());
      each.values().forEach((key, value) -> lines.add("  %-44s %s".formatted(key, value)));
    }
    return lines;
  }
}
