package io.integrationhost.admin.api;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.Handler;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.admin.live.Event;
import io.integrationhost.admin.live.EventLog;
import io.integrationhost.admin.metrics.Metrics;
import io.integrationhost.host.settings.AdminScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What whoever looks into a fault wants to see, in one file, without secrets and payloads. */
final class Diagnostics {

  private static final int MOST_FRAMES = 60;

  private final HostRoutes host;
  private final SettingsRoutes settings;
  private final Integrations integrations;
  private final IntegrationJson form;
  private final EventLog events;
  private final Metrics metrics;
  private final LogPort log;
  private final Clock clock;

  Diagnostics(
      HostRoutes host,
      SettingsRoutes settings,
      Integrations integrations,
      IntegrationJson form,
      EventLog events,
      Metrics metrics,
      LogPort log,
      Clock clock) {
    this.host = host;
    this.settings = settings;
    this.integrations = integrations;
    this.form = form;
    this.events = events;
    this.metrics = metrics;
    this.log = log;
    this.clock = clock;
  }

  Route route() {
    return Route.get("/api/v1/diagnostics", AdminScope.OPERATE, Handler.of(this::zip));
  }

  private Answer zip(Request request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 * 1024);
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, "host.json", pretty(host.json()));
      add(zip, "settings.json", pretty(settings.json()));
      JsonArray all = new JsonArray();
      integrations.all().forEach(each -> all.add(form.of(each, false)));
      add(zip, "integrations.json", pretty(all));
      JsonArray happened = new JsonArray();
      events.newestFirst().stream().map(Event::json).forEach(happened::add);
      add(zip, "events.json", pretty(happened));
      ByteArrayOutputStream page = new ByteArrayOutputStream();
      metrics.write(page, Metrics.Format.PROMETHEUS_TEXT);
      add(zip, "metrics.txt", page.toString(StandardCharsets.UTF_8));
      add(zip, "threads.txt", threads());
      add(zip, "log.txt", log());
    } catch (IOException e) {
      throw new UncheckedIOException("memory has no errors", e);
    }
    String name =
        "integration-host-" + clock.instant().toString().replaceAll("[^0-9TZ]", "") + ".zip";
    return new Answer.Bytes(
        200,
        "application/zip",
        bytes.toByteArray(),
        Map.of("Content-Disposition", "attachment; filename=\"" + name + "\""));
  }

  private static String pretty(JsonElement json) {
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json);
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static String threads() {
    StringBuilder text = new StringBuilder();
    for (ThreadInfo each : ManagementFactory.getThreadMXBean().dumpAllThreads(false, false)) {
      text.append('"').append(each.getThreadName()).append("\" ").append(each.getThreadState());
      LockInfo lock = each.getLockInfo();
      if (lock != null) {
        text.append(" on ").append(lock);
      }
      if (each.getLockOwnerName() != null) {
        text.append(" held by \"").append(each.getLockOwnerName()).append('"');
      }
      text.append('\n');
      StackTraceElement[] frames = each.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
        text.append("    at ").append(frames[i]).append('\n');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private String log() {
    StringBuilder text = new StringBuilder();
    List<LogPort.Line> lines = log.tail(LogRoutes.KEPT);
    for (LogPort.Line line : lines) {
      text.append(line.time())
          .append(' ')
          .append(line.level())
          .append(" [")
          .append(line.thread())
          .append("] ")
          .append(line.logger())
          .append(": ")
          .append(line.message())
          .append('\n');
      line.exception().ifPresent(exception -> text.append(exception).append('\n'));
    }
    return text.toString();
  }
}
