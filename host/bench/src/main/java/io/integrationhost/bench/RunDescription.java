package io.integrationhost.bench;

import io.integrationhost.host.settings.HostSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Under what circumstances figures were measured. */
final class RunDescription {

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
    run.put("official_style_batch_records", OfficialStyleSender.BATCH);
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
