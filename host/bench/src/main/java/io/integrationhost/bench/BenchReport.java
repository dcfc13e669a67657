package io.integrationhost.bench;

import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of a run, or of the part of it that came to an end. */
public final class BenchReport {

  private final Map<String, Object> run;
  private final List<Figures> figures;
  private final boolean complete;

  private BenchReport(Map<String, Object> run, List<Figures> figures, boolean complete) {
    this.run = run;
    this.figures = figures;
    this.complete = complete;
  }

  /**
   * @param windows at least one of each variant
   */
  static BenchReport of(
      BenchSettings settings, Map<Variant, List<Window>> windows, boolean complete) {
    References references = new References(windows);
    List<Figures> figures = new ArrayList<>();
    windows.forEach(
        (variant, measured) ->
            figures.add(Figures.of(variant, measured, references.ratios(variant, measured))));
    return new BenchReport(RunDescription.of(settings), figures, complete);
  }

  static BenchReport of(Map<String, Object> run, List<Figures> figures, boolean complete) {
    return new BenchReport(run, figures, complete);
  }

  /** The figures of each variant, in the order in which they were measured. */
  public List<Figures> figures() {
    return List.copyOf(figures);
  }

  /**
   * One JSON object; units are in the names of its keys. {@code complete} tells whether everything
   * was measured that the settings ask for.
   */
  public String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("complete", complete);
    all.put("run", run);
    Map<String, Object> results = new LinkedHashMap<>();
    figures.forEach(each -> results.put(each.name(), each.values()));
    all.put("results", results);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(all);
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%-28s %s".formatted("complete", complete));
    run.forEach((key, value) -> lines.add("%-28s %s".formatted(key, value)));
    for (Figures each : figures) {
      lines.add("");
      lines.add(each.name());
      each.values().forEach((key, value) -> lines.add("  %-44s %s".formatted(key, value)));
    }
    return lines;
  }
}
