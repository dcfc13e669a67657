package io.integrationhost.admin.metrics;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigUtil;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.host.Host;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.settings.LiveSettings;
import io.integrationhost.host.settings.SettingsLoader;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A whole host beside a stand-in of ThingsBoard, with its page of metrics. */
final class MeteredHost implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String rig = "metered-" + UUID.randomUUID();
  private final Path directory;
  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());
  private final Map<String, TransportContext> serving = new ConcurrentHashMap<>();
  private final Host host;
  private final Metrics metrics;

  /**
   * Starts the host and waits until all run.
   *
   * @param more lines of the settings
   */
  MeteredHost(Path directory, String more, String... integrations) throws IOException {
    this.directory = directory;
    writePlugin(Files.createDirectory(directory.resolve("plugins")).resolve("metered.jar"));
    BiConsumer<String, TransportContext> told =
        (what, context) -> {
          if (what.equals("start")) {
            serving.put(context.integration(), context);
          } else {
            serving.remove(context.integration(), context);
          }
        };
    System.getProperties().put(rig, told);
    for (String name : integrations) {
      emulator.add(
          EmulatedIntegration.builder(name, "secret")
              .configuration(configuration(slice("")))
              .uplinkConverter(
                  EmulatedConverter.of(
                      name,
                      "{\"scriptLang\": \"JS\", \"decoder\": \"return {deviceName: 'd', deviceType:"
                          + " 't', telemetry: {v: payload.length}};\"}"))
              .build());
    }
    settings(more, integrations);
    LiveSettings live =
        new LiveSettings(
            new SettingsLoader(directory, Map.of()), Optional.of(directory.resolve("host.conf")));
    host = Host.start(live.start(), Clock.systemUTC(), List.of());
    host.follow(live);
    metrics =
        new Metrics(
            () -> host.figures(Duration.ofSeconds(10)),
            () -> true,
            () -> new LogFigures(1, 2, 3),
            new AdminCounters(),
            new Metrics.Build("1.2.3", "1.1.0"),
            Clock.systemUTC());
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                host.integrations().stream()
                    .allMatch(each -> each.status().phase() == Phase.RUNNING));
  }

  /** What the plugin needs, and maybe more. */
  String slice(String more) {
    return "{\"plugin\": \"metered\", \"rig\": \"%s\"%s}".formatted(rig, more);
  }

  static String configuration(String own) {
    return "{\"configuration\": %s, \"metadata\": {}}".formatted(own);
  }

  /** Has ThingsBoard push another configuration. */
  void push(String integration, String own) {
    IntegrationHandle handle = emulator.integration(integration);
    handle.push(handle.configuration().toBuilder().configuration(configuration(own)).build());
  }

  private static void writePlugin(Path jar) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      text(
          zip,
          "META-INF/MANIFEST.MF",
          """
          Manifest-Version: 1.0
          Plugin-Id: metered
          Plugin-Version: 1.0.0
          Plugin-Requires: ^1.1.0
          """);
      text(
          zip,
          "META-INF/services/" + TransportPlugin.class.getName(),
          MeteredPlugin.class.getName());
      text(zip, "plugin.conf", "rig = none");
      for (String part : List.of("MeteredPlugin", "MeteredPlugin$Driven")) {
        String entry = "io/integrationhost/admin/metrics/" + part + ".class";
        zip.putNextEntry(new ZipEntry(entry));
        try (InputStream bytes = MeteredHost.class.getClassLoader().getResourceAsStream(entry)) {
          bytes.transferTo(zip);
        }
      }
    }
  }

  private static void text(ZipOutputStream zip, String entry, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(entry));
    zip.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the settings, which a running host follows. */
  void settings(String more, String... integrations) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            thingsboard { host = "127.0.0.1", port = %d }
            data-directory = %s
            reload-interval = 100ms
            converter.max-memory = 1 GiB
            admin.enabled = false
            %s
            """
                .formatted(
                    emulator.port(),
                    ConfigUtil.quoteString(directory.resolve("data").toString()),
                    more));
    for (String name : integrations) {
      text.append(
          "integrations.\"%s\" { routing-key = \"%s\", secret = secret }%n".formatted(name, name));
    }
    Path draft = directory.resolve("draft");
    Files.writeString(draft, text);
    Files.move(draft, directory.resolve("host.conf"), StandardCopyOption.ATOMIC_MOVE);
  }

  TransportContext context(String integration) {
    return serving.get(integration);
  }

  String page(Metrics.Format format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      metrics.write(out, format);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The values of now, by the name with its labels. */
  Map<String, Double> values() {
    Map<String, Double> values = new TreeMap<>();
    page(Metrics.Format.PROMETHEUS_TEXT)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              values.put(
                  line.substring(0, space),
                  Double.valueOf(line.substring(space + 1).replace("Inf", "Infinity")));
            });
    return values;
  }

  @Override
  public void close() {
    host.close();
    emulator.close();
    System.getProperties().remove(rig);
  }
}
