package io.integrationhost.runtime;

import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.jar.ServesLine;
import io.integrationhost.runtime.jar.StagedPlugin;
import io.integrationhost.runtime.lane.CompletionLane;
import io.integrationhost.runtime.lane.HostThreads;
import io.integrationhost.runtime.lane.Lane;
import io.integrationhost.runtime.lane.ThreadCensus;
import io.integrationhost.runtime.pf4j.PluginLife;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One plugin from the loading of its classes to their end. */
final class LoadedPlugin implements PluginLife {

  private static final Logger LOG = LoggerFactory.getLogger(LoadedPlugin.class);
  private static final Duration MOST_PATIENCE_WITH_THREADS = Duration.ofSeconds(2);

  private final StagedPlugin staged;
  private final PluginGeneration generation;
  private final PluginSettings settings;
  private final MemoryPool memory;
  private final HostThreads host;
  private final PluginCounters counters;
  private final String label;
  private final List<HostedTransport> transports = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int creating;
  private List<String> survivors = List.of();
  private Optional<WeakReference<ClassLoader>> reference = Optional.empty();
  private Lanes lanes;
  private volatile RunningPlugin running;
  private RunningPlugin closing;

  /** What exists as soon as classes can be loaded; everything in it leads to the class loader. */
  private record Lanes(ClassLoader loader, PluginCalls calls, CompletionLane completions) {}

  LoadedPlugin(
      PluginGeneration generation,
      PluginSettings settings,
      MemoryPool memory,
      HostThreads host,
      PluginCounters counters) {
    this.counters = counters;
    this.staged = generation.staged();
    this.generation = generation;
    this.settings = settings;
    this.memory = memory;
    this.host = host;
    this.label = generation.label();
  }

  @Override
  public void start(ClassLoader loader) {
    reference = Optional.of(new WeakReference<>(loader));
    String name = "plugin-" + staged.descriptor().id();
    Lane lane = new Lane(name, loader);
    CompletionLane completions = completions(name, loader, lane);
    PluginCalls calls = new PluginCalls(lane, host, failures(), counters);
    lanes = new Lanes(loader, calls, completions);
    Duration deadline = settings.deadlines().create();
    EntryPoint entry = new EntryPoint(loader, staged.entryPoint());
    TransportPlugin plugin =
        Await.result(calls.value(Step.OTHER, "its constructor", deadline, entry::make));
    Set<String> serves =
        Await.result(
            calls.value(Step.OTHER, "serves()", deadline, () -> Set.copyOf(plugin.serves())));
    warnOfOtherManifest(serves);
    running =
        new RunningPlugin(generation.info(serves), plugin, calls, completions, settings, memory);
  }

  private void warnOfOtherManifest(Set<String> serves) {
    staged
        .descriptor()
        .serves()
        .filter(said -> !said.equals(serves))
        .ifPresent(
            said ->
                LOG.warn(
                    "plugin {}: the manifest of {} says {}: {}, and serves() answers {}; build the"
                        + " jar again",
                    label,
                    staged.original(),
                    ServesLine.NAME,
                    new TreeSet<>(said),
                    new TreeSet<>(serves)));
  }

  private static CompletionLane completions(String name, ClassLoader loader, Lane lane) {
    try {
      return new CompletionLane(name + "-done", loader);
    } catch (Error e) {
      // No thread for it: then the lane's must not stay either.
      lane.close(Duration.ZERO);
      throw e;
    }
  }

  private Failures failures() {
    return new Failures(label, staged.descriptor().requires());
  }

  /** Its class loader, for whoever wants to know whether it is collected; empty before a start. */
  Optional<WeakReference<ClassLoader>> loader() {
    return reference;
  }

  PluginInfo info() {
    return running.info();
  }

  /** How many calls wait for its lane. Any thread. */
  int laneWaiting() {
    RunningPlugin plugin = running;
    return plugin == null ? 0 : plugin.calls().lane().waiting();
  }

  /** Commands that the plugin brings. */
  CompletionStage<List<Tool>> tools() {
    return running
        .calls()
        .value(
            Step.OTHER,
            "tools()",
            settings.deadlines().create(),
            () -> List.copyOf(running.entryPoint().tools()));
  }

  /** Makes a transport; empty when the plugin makes none any more. */
  Optional<CompletionStage<HostedTransport>> create(TransportRequest request) {
    RunningPlugin plugin;
    synchronized (transports) {
      plugin = running;
      if (plugin == null) {
        return Optional.empty();
      }
      creating++;
    }
    try {
      return Optional.of(
          plugin
              .create(request, this::forget)
              .thenCompose(made -> keep(made, request))
              .whenComplete((made, failure) -> created()));
    } catch (RuntimeException | Error e) {
      created();
      throw e;
    }
  }

  private void created() {
    synchronized (transports) {
      creating--;
    }
  }

  /** Makes no more transports if there are none now; true when there are none. */
  boolean closeIfIdle() {
    synchronized (transports) {
      if (creating > 0 || !transports.isEmpty()) {
        return false;
      }
      closing = running;
      running = null;
      return true;
    }
  }

  private CompletionStage<HostedTransport> keep(HostedTransport made, TransportRequest request) {
    synchronized (transports) {
      if (running != null) {
        transports.add(made);
        return CompletableFuture.completedFuture(made);
      }
    }
    return made.stop()
        .handle((done, failure) -> null)
        .thenCompose(done -> CompletableFuture.failedFuture(unloading(request)));
  }

  private PluginFailure unloading(TransportRequest request) {
    return failures()
        .because(
            Kind.UNAVAILABLE,
            "create of " + request.label(),
            "the plugin is being unloaded",
            "wait until it is loaded again");
  }

  private void forget(HostedTransport transport) {
    synchronized (transports) {
      transports.remove(transport);
    }
  }

  @Override
  public void stop() {
    if (lanes == null) {
      return;
    }
    RunningPlugin plugin = running == null ? closing : running;
    closing = null;
    Optional<PluginCall<Void>> end = Optional.empty();
    if (plugin != null) {
      boolean reached = stopTransports();
      end = Optional.of(close(plugin));
      if (reached) {
        note(end.get().result());
      }
    }
    Duration patience = patienceWithThreads();
    try {
      lanes.calls().close(patience, settings.deadlines().stop());
      end.map(PluginCall::result).ifPresent(this::note);
    } finally {
      lanes.completions().close(patience);
    }
    survivors =
        new ThreadCensus(lanes.loader(), lanes.calls().lane(), lanes.completions())
            .survivors(patience);
    lanes = null;
  }

  private PluginCall<Void> close(RunningPlugin plugin) {
    return plugin
        .calls()
        .ending(
            Step.CLOSE,
            "close of the plugin",
            settings.deadlines().stop(),
            () -> {
              plugin.entryPoint().close();
              return CompletableFuture.completedFuture(null);
            });
  }

  private Duration patienceWithThreads() {
    Duration stop = settings.deadlines().stop();
    return stop.compareTo(MOST_PATIENCE_WITH_THREADS) < 0 ? stop : MOST_PATIENCE_WITH_THREADS;
  }

  /** Whether the plugin could be called at all. */
  private boolean stopTransports() {
    List<HostedTransport> newestFirst;
    synchronized (transports) {
      running = null;
      newestFirst = new ArrayList<>(transports);
    }
    Collections.reverse(newestFirst);
    boolean reached = true;
    for (CompletionStage<Void> stop : newestFirst.stream().map(HostedTransport::stop).toList()) {
      reached &= note(stop);
    }
    return reached;
  }

  /** Whether the plugin was reached. */
  private boolean note(CompletionStage<?> stopped) {
    try {
      Await.result(stopped);
      return true;
    } catch (PluginFailure e) {
      if (!failures.contains(e.getMessage())) {
        failures.add(e.getMessage());
      }
      return e.kind() != PluginFailure.Kind.BUSY;
    }
  }

  /** How the stop went. */
  UnloadReport report() {
    return new UnloadReport(label, failures, survivors);
  }
}
