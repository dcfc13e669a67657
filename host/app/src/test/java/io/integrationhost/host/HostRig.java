package io.integrationhost.host;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigUtil;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.board.StatusListener;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.host.settings.LiveSettings;
import io.integrationhost.host.settings.SettingsLoader;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A whole host beside a stand-in of ThingsBoard, with a plugin that a test drives. */
public final class HostRig implements AutoCloseable {

  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name = "rig-" + UUID.randomUUID();
  private final Path directory;
  private final Emulator emulator;
  private final BlockingQueue<Downlink> downlinks = new LinkedBlockingQueue<>();
  private volatile Optional<TransportContext> serving = Optional.empty();
  private volatile int starts;
  private Optional<Host> host = Optional.empty();

  /**
   * A rig in an empty directory; the host is not started yet.
   *
   * @param arrivals hears of every item that reaches ThingsBoard
   */
  public HostRig(Path directory, Consumer<ReceivedItem> arrivals) throws IOException {
    this.directory = directory;
    emulator =
        Emulator.start(EmulatorSettings.builder().keptItems(1_000).itemListener(arrivals).build());
    writePlugin(Files.createDirectory(directory.resolve("plugins")).resolve("rig.jar"));
    BiConsumer<String, Object> told = this::told;
    System.getProperties().put(name, told);
  }

  private static void writePlugin(Path jar) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      text(
          zip,
          "META-INF/MANIFEST.MF",
          "Manifest-Version: 1.0\nPlugin-Id: rig\nPlugin-Version: 1.0.0\nPlugin-Requires: ^1.0.0\n");
      text(zip, "META-INF/services/" + TransportPlugin.class.getName(), RigPlugin.class.getName());
      for (String part : List.of("RigPlugin", "RigPlugin$RigTransport")) {
        String entry = "io/integrationhost/host/" + part + ".class";
        zip.putNextEntry(new ZipEntry(entry));
        try (InputStream bytes = HostRig.class.getClassLoader().getResourceAsStream(entry)) {
          bytes.transferTo(zip);
        }
      }
    }
  }

  private static void text(ZipOutputStream zip, String entry, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(entry));
    zip.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private synchronized void told(String what, Object with) {
    switch (what) {
      case "start" -> {
        serving = Optional.of((TransportContext) with);
        starts++;
      }
      case "stop" -> serving = serving.filter(now -> now != with);
      default -> downlinks.add((Downlink) with);
    }
  }

  /** An integration whose only transport is driven by this rig. */
  public EmulatedIntegration integration(String key, String slice, String decoder) {
    return EmulatedIntegration.builder(key, key + "-secret")
        .configuration(configuration(slice))
        .uplinkConverter(decoder(key, decoder))
        .build();
  }

  /** The configuration with more keys in the slice. */
  public String configuration(String slice) {
    return "{\"configuration\": {\"rig\": \"%s\"%s}, \"metadata\": {}}"
        .formatted(name, slice.isEmpty() ? "" : ", " + slice);
  }

  public EmulatedConverter decoder(String key, String script) {
    return EmulatedConverter.of(
        key + " converter", "{\"scriptLang\": \"JS\", \"decoder\": \"" + script + "\"}");
  }

  /** Starts the host with integrations, each under its key, and waits until they run. */
  public IntegrationHandle start(List<StatusListener> listeners, EmulatedIntegration... all)
      throws IOException {
    IntegrationHandle first = null;
    StringBuilder sections = new StringBuilder();
    for (EmulatedIntegration each : all) {
      IntegrationHandle handle = emulator.add(each);
      first = first == null ? handle : first;
      sections.append(section(each.routingKey(), each.secret()));
    }
    write(sections.toString());
    LiveSettings live =
        new LiveSettings(new SettingsLoader(directory, Map.of()), Optional.of(settings()));
    Host started = Host.start(live.start(), Clock.systemUTC(), listeners);
    host = Optional.of(started);
    started.follow(live);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                started.integrations().stream()
                    .allMatch(each -> each.status().phase() == Phase.RUNNING));
    return first;
  }

  /** A line of the settings. */
  public static String section(String key, String secret) {
    return "integrations.\"%s\" { routing-key = \"%s\", secret = \"%s\" }%n"
        .formatted(key, key, secret);
  }

  /** Writes the settings file, which a running host follows. */
  public void write(String sections) throws IOException {
    Path draft = directory.resolve("draft");
    Files.writeString(
        draft,
        """
        thingsboard { host = "127.0.0.1", port = %d }
        data-directory = %s
        reload-interval = 100ms
        # A script that takes its time makes garbage.
        converter.max-memory = 1 GiB
        %s"""
            .formatted(
                emulator.port(),
                ConfigUtil.quoteString(directory.resolve("data").toString()),
                sections));
    Files.move(draft, settings(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private Path settings() {
    return directory.resolve("host.conf");
  }

  public Emulator emulator() {
    return emulator;
  }

  public RunningIntegration running() {
    return host.orElseThrow().integrations().get(0);
  }

  /** How often a transport was started. */
  public int starts() {
    return starts;
  }

  public BlockingQueue<Downlink> downlinks() {
    return downlinks;
  }

  /** What takes uplinks now. */
  public Uplinks uplinks() {
    return serving.orElseThrow().uplinks();
  }

  /** The slice of the transport that serves now; empty while none does. */
  public Optional<com.typesafe.config.Config> slice() {
    return serving.map(TransportContext::config);
  }

  /** What the transport that serves now got from the host; empty while none does. */
  public Optional<TransportContext> context() {
    return serving;
  }

  public CompletionStage<Receipt> publish(String source, String text) {
    return uplinks()
        .publish(
            new Uplink.Payload(
                text.getBytes(StandardCharsets.UTF_8), ContentType.TEXT, new Source(source)));
  }

  @Override
  public void close() {
    host.ifPresent(Host::close);
    emulator.close();
    System.getProperties().remove(name);
  }
}
