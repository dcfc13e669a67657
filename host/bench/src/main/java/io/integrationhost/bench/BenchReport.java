package io.integrationhost.bench;

import com.google.gson.GsonBuilder;
import io.integrationhost.bench.OfficialStyle.Sender;
import io.integrationhost.host.settings.HostSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

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

  /** Compares a variant with the references of the same round; a ratio is the rounds' median. */
  private static final class References {

    private final Map<Variant, List<Window>> windows;

    References(Map<Variant, List<Window>> windows) {
      this.windows = windows;
    }

    Map<String, Double> ratios(Variant variant, List<Window> measured) {
      Map<String, Double> ratios = new LinkedHashMap<>();
      if (variant.paced()) {
        return ratios;
      }
      if (variant.scenario() == Scenario.TCP) {
        put(ratios, variant, measured, Variants.TCP_OFFICIAL);
      } else if (variant.scenario() == Scenario.HTTP) {
        put(ratios, variant, measured, HttpVariants.BARE);
      } else if (variant.scenario() == Scenario.MQTT) {
        boolean isReal = variant.name().endsWith(MqttVariants.MOSQUITTO);
        String bare = MqttVariants.BARE + (isReal ? MqttVariants.MOSQUITTO : "");
        put(ratios, variant, measured, bare);
      } else if (variant.scenario() == Scenario.ATTACKS) {
        ratios.put("ratio_to_alone", ratioToAlone(measured));
      } else {
        put(ratios, variant, measured, Variants.CEILING);
        put(ratios, variant, measured, Variants.OFFICIAL);
      }
      if (variant.scenario() == Scenario.CORE) {
        String single = variant.name().replaceAll("-\\d+$", "-1");
        put(ratios, variant, measured, single);
      }
      return ratios;
    }

    private static double ratioToAlone(List<Window> measured) {
      return Numbers.median(
          measured.stream()
              .map(window -> window.readingsPerSecond() / window.alonePerSecond().orElseThrow())
              .toList());
    }

    private void put(
        Map<String, Double> ratios, Variant variant, List<Window> measured, String reference) {
      if (!variant.name().equals(reference)) {
        find(reference)
            .ifPresent(
                other ->
                    ratios.put("ratio_to_" + reference.replace('-', '_'), ratio(measured, other)));
      }
    }

    private Optional<List<Window>> find(String name) {
      return windows.entrySet().stream()
          .filter(entry -> entry.getKey().name().equals(name))
          .map(Map.Entry::getValue)
          .findFirst();
    }

    private static double ratio(List<Window> measured, List<Window> reference) {
      return Numbers.median(
          IntStream.range(0, Math.min(measured.size(), reference.size()))
              .mapToObj(
                  round ->
                      measured.get(round).readingsPerSecond()
                          / reference.get(round).readingsPerSecond())
              .toList());
    }
  }

  /** Under what circumstances figures were measured. */
  static final class RunDescription {

    private RunDescription() {}

    static Map<String, Object> of(BenchSettings bench) {
      HostSettings host = Defaults.settings(bench.home(), bench.data(), 1, "fsync");
      Map<String, Object> run = new LinkedHashMap<>();
      run.put("window_ms", bench.window().toMillis());
      run.put("rounds", bench.rounds());
      run.put("publishers", bench.publishers());
      run.put("connections", bench.connections());
      run.put("integrations", bench.integrations());
      run.put("durabilities", bench.durabilities());
      run.put("batch_max_records", host.batch().maxRecords());
      run.put("batch_max_bytes", host.batch().maxBytes());
      run.put("link_window_messages", host.link().window());
      run.put("link_ceiling_batch_records", Readings.BATCH);
      run.put("link_ceiling_window_messages", LinkCeiling.WINDOW);
      run.put("official_style_batch_records", Sender.BATCH);
      run.put("reading", "one device, three whole numbers");
      run.put("server", bench.decodingServer() ? "decodes and counts" : "counts without decoding");
      run.put("processes", "devices, host and server in one process, over the loopback address");
      run.putAll(machine());
      return run;
    }

    /** The machine and the Java that runs. */
    static Map<String, Object> machine() {
      Map<String, Object> run = new LinkedHashMap<>();
      run.put("processors", Runtime.getRuntime().availableProcessors());
      run.put("max_heap_bytes", Runtime.getRuntime().maxMemory());
      run.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
      run.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
      return run;
    }
  }
}
