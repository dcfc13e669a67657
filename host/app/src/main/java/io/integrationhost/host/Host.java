package io.integrationhost.host;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.EngineStatus;
import io.integrationhost.host.board.StatusListener;
import io.integrationhost.host.deadletter.DeadLetterStore;
import io.integrationhost.host.guard.Guard;
import io.integrationhost.host.guard.ScriptMemory;
import io.integrationhost.host.integration.IntegrationFactory;
import io.integrationhost.host.integration.IntegrationSet;
import io.integrationhost.host.integration.PluginChanges;
import io.integrationhost.host.integration.ReloadFigures;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.host.integration.SettingsFollower;
import io.integrationhost.host.integration.Spread;
import io.integrationhost.host.isolation.BlockWatcher;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.LiveSettings;
import io.integrationhost.host.settings.SettingsReport;
import io.integrationhost.host.store.ConfigurationStore;
import io.integrationhost.host.store.PrivateDirectory;
import io.integrationhost.remote.LinkChannels;
import io.integrationhost.runtime.LeakedPlugin;
import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.spool.SpoolStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running program: plugins, converters, links, and the integrations that use them. */
public final class Host implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Host.class);

  private final HostSettings settings;
  private final HostThreads threads = new HostThreads();
  private final PluginRuntime plugins;
  private final Guard guard;
  private final BlockWatcher blocks;
  private final ConverterEngine converters;
  private final LinkChannels links;
  private final DeadLetterStore deadLetters;
  private final SpoolStore spools;
  private final Clock clock;
  private final Optional<Spread> shared;
  private final Instant started;
  private volatile Optional<IntegrationSet<RunningIntegration>> integrations = Optional.empty();
  private volatile Optional<SettingsFollower> follower = Optional.empty();
  private volatile Optional<LiveSettings> live = Optional.empty();

  private Host(HostSettings settings, Clock clock, Guard guard) {
    this.guard = guard;
    this.settings = settings;
    this.clock = clock;
    this.started = clock.instant();
    this.shared =
        Optional.of(Spread.empty()).filter(all -> !settings.admin().histogramsPerIntegration());
    createDataDirectory(settings.dataDirectory());
    // Before all else, since it fails when another host uses the data directory.
    this.spools = SpoolStore.open(settings.dataDirectory().resolve("spool"));
    this.plugins = new PluginRuntime(settings.plugins());
    this.blocks = new BlockWatcher(settings.dataDirectory(), threads.storage(), guard::end);
    this.converters =
        new ConverterEngine(ScriptMemory.ofProcess().within(settings.converter()), clock, blocks);
    this.links = new LinkChannels();
    this.deadLetters = new DeadLetterStore(settings.dataDirectory(), settings.deadLetters());
  }

  /** For the owner only: readings, configurations and the copies of plugins are in it. */
  private static void createDataDirectory(Path directory) {
    try {
      new PrivateDirectory(directory, "readings of devices").create();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot create the data directory "
              + directory
              + " ("
              + e
              + "); check that it can be read and written, and is no file, or set data-directory (environment variable"
              + " INTEGRATION_STORAGE_DATA_FOLDER_PATH)",
          e);
    }
  }

  /**
   * Starts all integrations and loads the plugins. Returns as soon as they are under way; what
   * becomes of each is told to the listeners.
   */
  public static Host start(HostSettings settings, Clock clock, List<StatusListener> listeners) {
    return start(settings, clock, listeners, Guard.none());
  }

  /**
   * The same, in a process that is watched.
   *
   * @param guard knows how the process is, and can end it
   */
  public static Host start(
      HostSettings settings, Clock clock, List<StatusListener> listeners, Guard guard) {
    Host host = new Host(settings, clock, guard);
    try {
      host.begin(listeners);
      return host;
    } catch (RuntimeException | Error e) {
      host.close();
      throw e;
    }
  }

  private void begin(List<StatusListener> listeners) {
    guard.watch("threads", threads::revive);
    settings.notes().forEach(note -> log.warn("{}", note));
    blocks.start(converters);
    converters.warmUp();
    CompletableFuture<Void> loaded = new CompletableFuture<>();
    IntegrationFactory factory =
        new IntegrationFactory(
            settings,
            plugins,
            loaded,
            converters,
            links,
            spools,
            deadLetters,
            new ConfigurationStore(
                settings.dataDirectory().resolve("configurations"), threads.storage(), clock),
            threads.control(),
            threads.delivery(),
            threads.storage(),
            listeners,
            guard::problem,
            clock,
            shared);
    IntegrationSet<RunningIntegration> set =
        new IntegrationSet<>(factory::create, settings.stopDeadline());
    integrations = Optional.of(set);
    // ThingsBoard is asked first, as it takes its time to answer.
    set.start(settings.integrations());
    plugins.load();
    loaded.complete(null);
    plugins.watch(new PluginChanges(this::integrations));
  }

  /** What it was started with. */
  public HostSettings settings() {
    return settings;
  }

  /** The settings in effect and what became of changes; absent when none are followed. */
  public Optional<SettingsReport> settingsReport() {
    return live.flatMap(LiveSettings::report);
  }

  public PluginCatalog plugins() {
    return plugins.catalog();
  }

  /** Plugins that were unloaded and whose memory is still taken. */
  public List<LeakedPlugin> leaks() {
    return plugins.leaks();
  }

  /** Looks at the plugins' folder now; completes with what is installed then. */
  public CompletionStage<PluginCatalog> lookForPlugins() {
    return plugins.lookNow();
  }

  /** How the scripts' threads are. */
  public EngineStatus converters() {
    return converters.status();
  }

  /**
   * For how long each kind of thread that everything hangs on has been silent, by its name; up to
   * some seconds mean nothing.
   */
  public Map<String, Duration> silence() {
    Map<String, Duration> silence = new TreeMap<>(threads.silence());
    silence.put("spool", Duration.ofSeconds(spools.secondsInRound()));
    return silence;
  }

  /** What is wrong with the process as a whole, for people. */
  public Optional<String> problem() {
    return guard.problem();
  }

  /**
   * All numbers of now. Waits for plugins that are slow to tell their gauges, and leaves out those
   * that do not in time; for no other reason.
   *
   * @param patience with plugins; zero: they are not asked
   */
  public HostFigures figures(Duration patience) {
    List<RunningIntegration> running = integrations();
    if (!patience.isZero()) {
      awaitGauges(running, patience);
    }
    return new HostFigures(
        running.stream().map(RunningIntegration::figures).toList(),
        shared,
        plugins.figures(),
        plugins.catalog(),
        follower
            .map(SettingsFollower::figures)
            .orElseGet(() -> new ReloadFigures(0, 0, true, started)),
        spools.commits(),
        converters.status(),
        links.pooledMemory(),
        plugins.memoryLimit(),
        plugins.memoryHeld(),
        settings.link().window(),
        settings.plugins().maxUplinksUnderWay(),
        settings.dataDirectory());
  }

  private static void awaitGauges(List<RunningIntegration> running, Duration patience) {
    CompletableFuture<?>[] answers =
        running.stream()
            .flatMap(each -> each.askGauges().stream())
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(answers).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.debug("not all plugins have told their gauges: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public List<RunningIntegration> integrations() {
    return integrations.map(IntegrationSet::running).orElse(List.of());
  }

  /**
   * Takes over what changes in the settings' files from now on, until this is closed; called once.
   *
   * @param live what this host was started with
   */
  public void follow(LiveSettings live) {
    this.live = Optional.of(live);
    Duration interval = settings.reloadInterval();
    if (!interval.isZero() && !live.files().isEmpty()) {
      follower =
          integrations.map(
              set ->
                  new SettingsFollower(
                      live, interval, set::change, threads.settings(), System::nanoTime));
    }
  }

  /** Stops everything in reverse order within the stop deadline. */
  @Override
  public void close() {
    follower.ifPresent(SettingsFollower::close);
    integrations.ifPresent(IntegrationSet::close);
    plugins.close();
    links.close();
    spools.close();
    blocks.close();
    converters.close();
    threads.close();
    deadLetters.close();
  }
}
