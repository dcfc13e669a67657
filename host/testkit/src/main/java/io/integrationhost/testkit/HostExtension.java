package io.integrationhost.testkit;

import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.board.Status;
import io.integrationhost.workbench.dev.PluginPacker;
import io.integrationhost.workbench.dev.PluginSource;
import io.integrationhost.workbench.dev.Workbench;
import io.integrationhost.workbench.dev.WorkbenchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a plugin in a real host, loaded as a jar with its own class loader, beside a stand-in for
 * ThingsBoard. For a static field with {@code @RegisterExtension}: starts before the first test of
 * the class and ends after the last.
 *
 * <pre>{@code
 * static final int PORT = FreePort.find();
 *
 * @RegisterExtension
 * static final HostExtension HOST =
 *     HostExtension.packagedPlugin().configuration("{\"port\": " + PORT + "}");
 * }</pre>
 */
public final class HostExtension implements BeforeAllCallback, AfterAllCallback {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path plugin;
  private String configuration = "{}";
  private String decoder = WorkbenchSettings.anyPayload();
  private String encoder = WorkbenchSettings.anyDownlink();
  private Optional<TemporaryFolder> work = Optional.empty();
  private Optional<Workbench> bench = Optional.empty();
  private volatile Optional<Status> status = Optional.empty();

  private HostExtension(Path plugin) {
    this.plugin = plugin;
  }

  /**
   * The packaged jar that the system property {@code plugin.jar} names; {@code plugin-parent} sets
   * it for tests whose name ends in {@code IT}.
   */
  public static HostExtension packagedPlugin() {
    return plugin(PackagedJar.fromProperty());
  }

  /** A plugin jar, or a folder of classes such as {@code target/classes}, which is packed. */
  public static HostExtension plugin(Path jarOrClasses) {
    return new HostExtension(jarOrClasses);
  }

  /** The integration's configuration, as its user would write it: JSON. */
  public HostExtension configuration(String json) {
    configuration = json;
    return this;
  }

  /**
   * The uplink converter's script for payloads, in JavaScript. Without it a JSON object becomes
   * telemetry as it is, another text the key {@code text}, and bytes {@code hex}.
   */
  public HostExtension decoder(String script) {
    decoder = script;
    return this;
  }

  /**
   * The downlink converter's script, in JavaScript. Without it a text is sent as it is, and
   * anything else as JSON. A downlink comes from {@link #thingsBoard()}, by {@code
   * push(EmulatedDownlink)}.
   */
  public HostExtension encoder(String script) {
    encoder = script;
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    TemporaryFolder folder = TemporaryFolder.create("plugin-host");
    work = Optional.of(folder);
    Path plugins = Files.createDirectory(folder.path().resolve("plugins"));
    new PluginPacker(PluginSource.at(plugin)).packInto(plugins);
    bench =
        Optional.of(
            Workbench.start(
                new WorkbenchSettings(
                    plugins,
                    folder.path().resolve("data"),
                    configuration,
                    decoder,
                    Optional.of(encoder),
                    false),
                (integration, before, now) -> status = Optional.of(now),
                item -> {}));
    Awaitility.await("the integration to run").atMost(PATIENCE).until(this::runs);
  }

  private boolean runs() {
    Optional<Phase> phase = status.map(Status::phase);
    if (phase.filter(Phase.FAILED::equals).isPresent()) {
      throw new IllegalStateException(
          "the integration is " + status.orElseThrow().describe() + rejections());
    }
    return phase.filter(Phase.RUNNING::equals).isPresent();
  }

  private String rejections() {
    return running().host().plugins().rejected().stream()
        .map(jar -> "\nrejected " + jar.message())
        .collect(Collectors.joining());
  }

  private Workbench running() {
    return bench.orElseThrow(
        () ->
            new IllegalStateException(
                "the host does not run; annotate a static field with @RegisterExtension"));
  }

  /** The integration on the side of ThingsBoard: what it received, downlinks, faults. */
  public IntegrationHandle thingsBoard() {
    return running().thingsBoard();
  }

  /** What devices and assets have sent to ThingsBoard so far, in order. */
  public List<ReceivedItem> received() {
    return thingsBoard().received().stream()
        .filter(
            item ->
                item.kind() == ReceivedItem.Kind.DEVICE || item.kind() == ReceivedItem.Kind.ASSET)
        .toList();
  }

  /** Waits, up to a minute, for the first item that is as wanted. */
  public ReceivedItem await(Predicate<ReceivedItem> wanted) {
    return awaitItem("an item as wanted", wanted);
  }

  /** Waits, up to a minute, for the first item of a device. */
  public ReceivedItem awaitDevice(String name) {
    return awaitItem("an item of device '" + name + "'", item -> item.name().equals(name));
  }

  private ReceivedItem awaitItem(String what, Predicate<ReceivedItem> wanted) {
    return Awaitility.await(what)
        .atMost(PATIENCE)
        .until(() -> received().stream().filter(wanted).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    bench.ifPresent(Workbench::close);
    if (work.isPresent()) {
      work.get().close();
    }
  }
}
