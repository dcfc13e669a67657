package io.integrationhost.runtime;

import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.jar.ApiCompatibility;
import io.integrationhost.runtime.jar.StagingArea;
import io.integrationhost.runtime.lane.HostThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of a host: finds, verifies and loads their jars, makes transports, and unloads them.
 * One bad jar never stops the others.
 *
 * <p>{@link #load}, {@link #unload} and {@link #close} wait for plugins, within their deadlines,
 * one at a time; they must not be called from a continuation of a stage of this module. The other
 * methods never block.
 */
public final class PluginRuntime implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PluginRuntime.class);
  private static final Duration LEAK_PATIENCE = Duration.ofSeconds(30);

  private final PluginSettings settings;
  private final StagingArea staging;
  private final List<DirectoryLooks> looks;
  private final HostThreads threads = new HostThreads();
  private final LeakWatch leaks;
  private final PluginFiles files;
  private final Generations generations;
  private final PluginIntake intake;
  private final Announcement announcement;
  private volatile PluginCatalog catalog = PluginCatalog.empty();
  private boolean used;
  private volatile boolean closed;

  /** A runtime without plugins. */
  public PluginRuntime(PluginSettings settings) {
    this(settings, LEAK_PATIENCE);
  }

  PluginRuntime(PluginSettings settings, Duration leakPatience) {
    this.settings = settings;
    this.leaks = new LeakWatch(leakPatience);
    this.staging =
        new StagingArea(settings.workDirectory(), ApiCompatibility.ofThisHost(), settings.allow());
    this.looks =
        settings.directories().stream()
            .map(path -> new DirectoryLooks(new PluginDirectory(path)))
            .toList();
    this.files = new PluginFiles(settings.directories());
    this.generations = new Generations(settings, staging, threads, leaks, this::refused);
    this.announcement = new Announcement(settings.deadlines());
    this.intake = new PluginIntake(staging, generations, files, this::publish);
  }

  /**
   * Takes every jar of the plugins directories; called once. Loads those whose manifest does not
   * tell whom they serve; the others are verified, and loaded by the first transport that needs
   * them. What cannot be used is in the result with its reason, a missing directory too.
   *
   * @throws java.io.UncheckedIOException when the work directory cannot be written
   */
  public synchronized PluginCatalog load() {
    if (used) {
      throw new IllegalStateException("load() was called before or after close()");
    }
    used = true;
    staging.prepare();
    new PluginRights(settings).warnings().forEach(warning -> LOG.warn("{}", warning));
    take(DirectoryLooks::first);
    return catalog;
  }

  /**
   * As {@link #load}, and loads what nobody needs yet too, so that the result knows what is wrong
   * with it.
   *
   * @throws java.io.UncheckedIOException when the work directory cannot be written
   */
  public synchronized PluginCatalog loadAll() {
    load();
    intake.loadAll();
    return catalog;
  }

  /** On the thread that looks for changes: the thread that loads must stay free for the next. */
  private void refused(PluginGeneration copy, PluginFailure failure) {
    threads.watch(
        () -> {
          synchronized (this) {
            if (!closed) {
              intake.refused(copy, failure);
            }
          }
        });
  }

  /**
   * Begins to look for changes of the plugins directories, at the interval of the settings; called
   * once, after {@link #load}.
   *
   * @param listener told of every change of what can be used
   */
  public void watch(PluginListener listener) {
    announcement.to(listener);
    if (!settings.pollInterval().isZero()) {
      threads.every(settings.pollInterval(), this::look);
    }
  }

  /**
   * Looks at the plugins directories now, on the thread that does so at intervals.
   *
   * @return completes with what is installed then, on that thread
   */
  public CompletionStage<PluginCatalog> lookNow() {
    CompletableFuture<PluginCatalog> looked = new CompletableFuture<>();
    threads.watch(
        () -> {
          try {
            look();
            looked.complete(catalog);
          } catch (RuntimeException | Error e) {
            looked.completeExceptionally(e);
          }
        });
    return looked;
  }

  private synchronized void look() {
    if (closed) {
      return;
    }
    take(DirectoryLooks::next);
    intake.unloadIdle();
    leaks.look();
  }

  private interface Look {
    DirectoryChanges at(DirectoryLooks directory) throws IOException;
  }

  /**
   * All directories at once, so that a jar that moved from one to another only changes its place.
   */
  private void take(Look look) {
    List<Path> written = new ArrayList<>();
    List<Path> removed = new ArrayList<>();
    boolean told = false;
    for (DirectoryLooks each : looks) {
      Optional<RejectedJar> problem = Optional.empty();
      try {
        DirectoryChanges changes = look.at(each);
        written.addAll(changes.written());
        removed.addAll(changes.removed());
      } catch (IOException e) {
        problem = Optional.of(each.directory().unreadable(e));
      }
      told |= tell(each.directory().path(), problem);
    }
    DirectoryChanges changes = new DirectoryChanges(written, removed);
    if (!changes.isEmpty()) {
      again(tryToTake(changes));
    }
    if (told) {
      publish(files.catalog());
    }
  }

  private boolean tell(Path directory, Optional<RejectedJar> problem) {
    if (problem.equals(files.directoryProblem(directory))) {
      return false;
    }
    problem.ifPresentOrElse(
        now -> LOG.warn("{} (plugins that are loaded keep running)", now.message()),
        () -> LOG.info("{}: this plugins directory can be read again", directory));
    files.directoryProblem(directory, problem);
    return true;
  }

  private void again(Collection<Path> jars) {
    looks.forEach(each -> each.again(jars));
  }

  private Set<Path> tryToTake(DirectoryChanges changes) {
    try {
      return intake.take(changes);
    } catch (RuntimeException | Error e) {
      // Else they would not be looked at before they change again.
      again(changes.written());
      throw e;
    }
  }

  private List<String> publish(PluginCatalog now) {
    PluginCatalog before = catalog;
    catalog = now;
    now.superseded().stream()
        .filter(jar -> !before.superseded().contains(jar))
        .forEach(jar -> LOG.warn("{}", jar.message()));
    return now.offersSameAs(before) ? List.of() : announcement.announce(now);
  }

  /** What is installed now. */
  public PluginCatalog catalog() {
    return catalog;
  }

  /** The plugins that were unloaded and whose memory is still taken. */
  public List<LeakedPlugin> leaks() {
    return leaks.leaks();
  }

  /** All plugins that were ever here, with what they did. Any thread; never waits. */
  public List<PluginFigures> figures() {
    List<LeakedPlugin> leaked = leaks.leaks();
    return generations
        .tally()
        .figures(
            generations::laneWaiting,
            id -> leaked.stream().filter(each -> each.plugin().startsWith(id + " ")).count());
  }

  /** Bytes that transports keep because of their devices, all together. */
  public long memoryHeld() {
    return generations.memory().held();
  }

  /** Bytes that they may keep. */
  public long memoryLimit() {
    return generations.memory().limit();
  }

  /**
   * Makes a transport; it does not serve devices before {@link HostedTransport#start}. The stage
   * completes on a thread of the runtime, which continuations must not block, and fails with a
   * {@link PluginFailure}.
   *
   * @param request names the plugin by its id, or a version of it with {@code id@version}
   */
  public CompletionStage<HostedTransport> create(TransportRequest request) {
    return catalog
        .find(PluginReference.parse(request.pluginId()))
        .map(copy -> create(copy, request))
        .orElseGet(() -> CompletableFuture.failedFuture(notInstalled(request)));
  }

  /**
   * Makes a transport with one certain copy of a plugin, as {@link #create(TransportRequest)}.
   *
   * @param copy from a catalog, maybe a former one
   */
  public CompletionStage<HostedTransport> create(PluginCopy copy, TransportRequest request) {
    return generations.create(copy, request);
  }

  private PluginFailure notInstalled(TransportRequest request) {
    PluginCatalog now = catalog;
    return new PluginFailure(
        Kind.CONFIGURATION,
        request.label() + " needs plugin '" + request.pluginId() + "', which is not installed",
        now.plugins().isEmpty()
            ? "put its jar into " + settings.places()
            : "name an installed one: " + now.installed());
  }

  /**
   * Stops the transports of a plugin, newest first, then the plugin, and closes its class loader.
   * Host objects such as {@link HostedTransport} stay usable and answer that they have stopped. Its
   * file is taken again when its bytes change; an older version of it, if there is one, is loaded.
   *
   * @return how it went; empty when no such plugin is loaded
   */
  public synchronized Optional<UnloadReport> unload(String id) {
    Optional<PluginGeneration> newest = files.copiesOf(id).stream().findFirst();
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    Set<String> needed = newest.get().isLoaded() ? Set.of(id) : Set.of();
    files.remove(newest.get().staged().original());
    intake.settle(needed);
    return generations.drop(newest.get());
  }

  /** Unloads all plugins, the last loaded first. Idempotent. */
  @Override
  public void close() {
    closed = true;
    announcement.end();
    synchronized (this) {
      used = true;
      catalog = PluginCatalog.empty();
      generations.close();
      threads.close();
    }
  }
}
