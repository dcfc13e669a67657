package io.integrationhost.host;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.host.deadletter.DeadLetterStore;
import io.integrationhost.host.file.PrivateDirectory;
import io.integrationhost.host.integration.IntegrationFactory;
import io.integrationhost.host.integration.PluginChanges;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.host.integration.StatusListener;
import io.integrationhost.host.restart.ConfigurationStore;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.remote.LinkChannels;
import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.spool.SpoolStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
  private final ConverterEngine converters;
  private final LinkChannels links;
  private final DeadLetterStore deadLetters;
  private final SpoolStore spools;
  private final List<RunningIntegration> integrations = new ArrayList<>();

  private Host(HostSettings settings, Clock clock) {
    this.settings = settings;
    createDataDirectory(settings.dataDirectory());
    // Before all else, since it fails when another host uses the data directory.
    this.spools = SpoolStore.open(settings.dataDirectory().resolve("spool"));
    this.plugins = new PluginRuntime(settings.plugins());
    this.converters = new ConverterEngine(settings.converter(), clock);
    this.links = new LinkChannels();
    this.deadLetters = new DeadLetterStore(settings.dataDirectory(), settings.deadLetters(), clock);
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
              + "); check rights or set data-directory",
          e);
    }
  }

  /**
   * Loads the plugins and starts all integrations. Returns as soon as they are under way; what
   * becomes of each is told to the listeners.
   */
  public static Host start(HostSettings settings, Clock clock, List<StatusListener> listeners) {
    Host host = new Host(settings, clock);
    try {
      host.begin(clock, listeners);
      return host;
    } catch (RuntimeException e) {
      host.close();
      throw e;
    }
  }

  private void begin(Clock clock, List<StatusListener> listeners) {
    settings.notes().forEach(note -> log.warn("{}", note));
    converters.warmUp();
    plugins.load();
    IntegrationFactory factory =
        new IntegrationFactory(
            settings,
            plugins,
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
            clock);
    settings.integrations().forEach(each -> integrations.add(factory.create(each)));
    integrations.forEach(RunningIntegration::start);
    plugins.watch(new PluginChanges(this::integrations));
  }

  public PluginCatalog plugins() {
    return plugins.catalog();
  }

  public List<RunningIntegration> integrations() {
    return List.copyOf(integrations);
  }

  /** Stops everything in reverse order within the stop deadline. */
  @Override
  public void close() {
    Duration deadline = settings.stopDeadline();
    CompletableFuture<?>[] stops =
        integrations.stream()
            .map(each -> each.stop(deadline).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(stops).get(deadline.toMillis() + 5000, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.error("the stop took longer than {} s; leaving anyway", deadline.toSeconds());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      log.error("an integration did not stop cleanly", e.getCause());
    }
    plugins.close();
    links.close();
    spools.close();
    converters.close();
    threads.close();
    deadLetters.close();
  }
}
