package io.integrationhost.admin.live;

import com.google.gson.JsonObject;
import io.integrationhost.host.Host;
import io.integrationhost.host.HostFigures;
import io.integrationhost.host.settings.SettingsReport;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.function.LongSupplier;

/** The values of the host itself. Safe for any thread. */
final class HostValues {

  private final Host host;
  private final LongSupplier warnings;
  private final LongSupplier errors;

  /**
   * Of one host.
   *
   * @param warnings lines of the log
   * @param errors lines of the log
   */
  HostValues(Host host, LongSupplier warnings, LongSupplier errors) {
    this.host = host;
    this.warnings = warnings;
    this.errors = errors;
  }

  JsonObject json(HostFigures figures) {
    JsonObject json = new JsonObject();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    json.addProperty("heapUsedBytes", heap.getUsed());
    json.addProperty("heapMaxBytes", heap.getMax());
    ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .forEach(pool -> json.addProperty("directUsedBytes", pool.getMemoryUsed()));
    json.addProperty("threads", ManagementFactory.getThreadMXBean().getThreadCount());
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      json.addProperty("cpuSecondsTotal", system.getProcessCpuTime() / 1e9);
    }
    json.addProperty("pluginMemoryHeldBytes", figures.memoryHeld());
    json.addProperty("pluginMemoryLimitBytes", figures.memoryLimit());
    disk(json);
    json.addProperty("converterWorkers", figures.converters().workers());
    json.addProperty("converterWorkersLost", figures.converters().lost());
    json.addProperty("converterQueue", figures.converters().queued());
    json.addProperty("logWarningsTotal", warnings.getAsLong());
    json.addProperty("logErrorsTotal", errors.getAsLong());
    json.addProperty("rejectedJars", figures.catalog().rejected().size());
    json.addProperty("leakedPlugins", host.leaks().size());
    json.addProperty(
        "settingsRefused",
        host.settingsReport()
            .map(SettingsReport::problems)
            .filter(all -> !all.isEmpty())
            .isPresent());
    return json;
  }

  private void disk(JsonObject json) {
    try {
      FileStore store = Files.getFileStore(host.settings().dataDirectory());
      json.addProperty("dataDirectoryFreeBytes", store.getUsableSpace());
      json.addProperty("dataDirectorySizeBytes", store.getTotalSpace());
    } catch (IOException e) {
      // Not known now: then it is left out.
      json.remove("dataDirectoryFreeBytes");
    }
  }
}
