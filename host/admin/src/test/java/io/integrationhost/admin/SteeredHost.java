package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.typesafe.config.ConfigUtil;
import io.integrationhost.admin.access.TokenFile;
import io.integrationhost.admin.api.Api;
import io.integrationhost.admin.api.Playground;
import io.integrationhost.admin.live.EventLog;
import io.integrationhost.admin.metrics.LogFigures;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.host.Host;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.host.settings.LiveSettings;
import io.integrationhost.host.settings.SettingsLoader;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Uplink;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A whole host with its own port, beside a stand-in of ThingsBoard. */
public final class SteeredHost implements AutoCloseable {

  private static final Description DESCRIPTION = new Description();

  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A script that takes JSON with a device's name and a value. */
  static final String SCRIPT =
      "var p = JSON.parse(String.fromCharCode.apply(String, payload)); if (p.bad) { throw 'bad"
          + " payload'; } return {deviceName: p.device, deviceType: 't', telemetry: {v: p.v}};";

  private final String rig = "steered-" + UUID.randomUUID();
  private final Path directory;
  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());
  private final Map<String, TransportContext> serving = new ConcurrentHashMap<>();

  /** What the transports were told, as {@code integration what}. */
  public final List<String> told = new CopyOnWriteArrayList<>();

  public final MemoryLog log = new MemoryLog();
  private final String[] integrations;
  private Host host;
  private Admin admin;

  /**
   * Starts the host and waits until all run.
   *
   * @param more lines of the settings
   */
  public SteeredHost(Path directory, String more, String... integrations) throws IOException {
    this.directory = directory;
    this.integrations = integrations;
    writePlugin(Files.createDirectory(directory.resolve("plugins")).resolve("steered.jar"));
    BiConsumer<String, TransportContext> hears =
        (what, context) -> {
          told.add(context.integration() + " " + what);
          if (what.equals("start")) {
            serving.put(context.integration(), context);
          } else if (what.equals("stop")) {
            serving.remove(context.integration(), context);
          }
        };
    System.getProperties().put(rig, hears);
    for (String name : integrations) {
      emulator.add(
          EmulatedIntegration.builder(name, "secret-of-" + name)
              .configuration(configuration(""))
              .uplinkConverter(
                  EmulatedConverter.of(
                      name, "{\"scriptLang\": \"JS\", \"decoder\": \"%s\"}".formatted(SCRIPT)))
              .downlinkConverter(
                  EmulatedConverter.of(
                      name + " down",
                      "{\"scriptLang\": \"JS\", \"encoder\": \"return {contentType: 'TEXT', data:"
                          + " 'hello', metadata: {}};\"}"))
              .build());
    }
    settings(more);
    start();
  }

  /** Starts the host, or starts it again over its data. */
  public void start() {
    LiveSettings live =
        new LiveSettings(
            new SettingsLoader(directory, Map.of()), Optional.of(directory.resolve("host.conf")));
    EventLog events = new EventLog(Clock.systemUTC());
    host = Host.start(live.start(), Clock.systemUTC(), List.of(events));
    host.follow(live);
    admin =
        Admin.start(
            host,
            events,
            new Api.Around(
                "1.2.3-test",
                log,
                new EchoPlayground(),
                text -> new SettingsLoader(directory, Map.of()).checkText(text)),
            () -> LogFigures.NONE,
            Clock.systemUTC());
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                admin.address().isPresent()
                    && host.integrations().stream()
                        .allMatch(each -> each.status().phase() == Phase.RUNNING));
    // The state is there before it is told.
    for (String name : integrations) {
      await()
          .atMost(PATIENCE)
          .until(() -> lastState(events, name).equals(Optional.of(Phase.RUNNING)));
    }
  }

  private static Optional<Phase> lastState(EventLog events, String integration) {
    return events.newestFirst().stream()
        .filter(event -> event.integration().equals(Optional.of(integration)))
        .flatMap(event -> event.state().stream())
        .findFirst();
  }

  public void stop() {
    admin.stopping();
    host.close();
    admin.close();
  }

  /** The JSON of a configuration with these keys beside those that the plugin needs. */
  public String configuration(String keys) {
    return "{\"configuration\": {\"plugin\": \"steered\", \"rig\": \"%s\"%s}, \"metadata\": {}}"
        .formatted(rig, keys);
  }

  public IntegrationHandle integration(String name) {
    return emulator.integration(name);
  }

  public Emulator emulator() {
    return emulator;
  }

  public RunningIntegration running(String name) {
    return host.integrations().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  public Host host() {
    return host;
  }

  public Admin admin() {
    return admin;
  }

  public int port() {
    return admin.address().orElseThrow().getPort();
  }

  public String token() {
    try {
      return Files.readString(data().resolve(TokenFile.NAME)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path data() {
    return directory.resolve("data");
  }

  public TransportContext context(String integration) {
    await().atMost(PATIENCE).until(() -> serving.containsKey(integration));
    return serving.get(integration);
  }

  /** Publishes a payload and waits for the receipt. */
  public Receipt publish(String integration, String session, String payload) {
    try {
      return context(integration)
          .uplinks()
          .publish(
              new Uplink.Payload(
                  payload.getBytes(StandardCharsets.UTF_8), ContentType.JSON, new Source(session)))
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public RawHttp request(String method, String path) {
    return RawHttp.request(port(), method, path);
  }

  /** The same by whoever may do everything. */
  public RawHttp asked(String method, String path) {
    RawHttp request = request(method, path).token(token());
    return method.equals("GET") ? request : request.json("");
  }

  private static void writePlugin(Path jar) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      text(
          zip,
          "META-INF/MANIFEST.MF",
          """
          Manifest-Version: 1.0
          Plugin-Id: steered
          Plugin-Version: 1.0.0
          Plugin-Requires: ^1.1.0
          """);
      text(
          zip,
          "META-INF/services/" + TransportPlugin.class.getName(),
          SteeredPlugin.class.getName());
      text(zip, "plugin.conf", "rig = none, password = \"\", url = \"\"");
      for (String part : List.of("SteeredPlugin", "SteeredPlugin$Driven")) {
        String entry = "io/integrationhost/admin/" + part + ".class";
        zip.putNextEntry(new ZipEntry(entry));
        try (InputStream bytes = SteeredHost.class.getClassLoader().getResourceAsStream(entry)) {
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
  public void settings(String lines) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            thingsboard { host = "127.0.0.1", port = %d }
            data-directory = %s
            reload-interval = 100ms
            converter.max-memory = 1 GiB
            admin.port = 0
            %s
            """
                .formatted(
                    emulator.port(),
                    ConfigUtil.quoteString(directory.resolve("data").toString()),
                    lines));
    for (String name : integrations) {
      text.append(
          "integrations.\"%s\" { routing-key = \"%s\", secret = \"secret-of-%s\" }%n"
              .formatted(name, name, name));
    }
    Path draft = directory.resolve("draft");
    Files.writeString(draft, text);
    Files.move(draft, directory.resolve("host.conf"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    stop();
    emulator.close();
    System.getProperties().remove(rig);
  }

  /** Says what it was asked. */
  private static final class EchoPlayground implements Playground {

    @Override
    public CompletableFuture<Optional<com.google.gson.JsonObject>> attempt(Attempt attempt) {
      com.google.gson.JsonObject json =
          com.google.gson.JsonParser.parseString(
                  """
                  {"converter": "script", "language": "JS", "direction": "uplink",
                   "conversions": [{"payloadHex": "00", "metadata": {}, "hints": []}],
                   "hints": [], "time": {"firstNanos": 1, "later": 0}}
                  """)
              .getAsJsonObject();
      json.addProperty("converter", attempt.integration().orElse("script"));
      return CompletableFuture.completedFuture(Optional.of(json));
    }

    @Override
    public void close() {}
  }

  /** What is answered, with this status, and as the description says. */
  JsonObject ok(RawHttp request, int status, String schema) {
    RawHttp.Reply reply = request.send();
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(DESCRIPTION.faults(schema, reply.text())).as(reply.text()).isEmpty();
    return JsonParser.parseString(reply.text()).getAsJsonObject();
  }
}
