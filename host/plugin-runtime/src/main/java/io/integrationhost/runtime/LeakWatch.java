package io.integrationhost.runtime;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the class loaders of unloaded plugins are collected, and names those that are
 * not. Safe for any thread.
 */
final class LeakWatch {

  private static final Logger LOG = LoggerFactory.getLogger(LeakWatch.class);

  /** What one collection finds to be free may hold a class loader until a later one (measured). */
  private static final int COLLECTIONS = 3;

  private final Duration patience;
  private final List<Leaver> leavers = new ArrayList<>();

  /**
   * A watch.
   *
   * @param patience after which an unloaded plugin counts as leaked
   */
  LeakWatch(Duration patience) {
    this.patience = patience;
  }

  /** A plugin was unloaded, or could not be loaded. */
  synchronized void watch(LoadedPlugin plugin) {
    RecordMethods.forgetPlugins();
    plugin.loader().ifPresent(loader -> leavers.add(new Leaver(loader, plugin.report())));
  }

  /** Looks once; collects garbage only when plugins have gone, a few times for each of them. */
  synchronized void look() {
    leavers.removeIf(Leaver::isCollected);
    List<Leaver> late = leavers.stream().filter(each -> each.isOlderThan(patience)).toList();
    if (late.stream().anyMatch(each -> each.collections < COLLECTIONS)) {
      // Without a full collection nobody knows whether anything leads to the class loader.
      System.gc();
      late.forEach(each -> each.collections++);
    }
    late.stream()
        .filter(each -> each.collections >= COLLECTIONS && !each.isCollected())
        .forEach(Leaver::tellOnce);
  }

  /** The plugins that are known to have leaked. */
  synchronized List<LeakedPlugin> leaks() {
    return leavers.stream()
        .filter(each -> each.told && !each.isCollected())
        .map(Leaver::leak)
        .toList();
  }

  private static final class Leaver {
    private final WeakReference<ClassLoader> loader;
    private final UnloadReport report;
    private final long unloaded = System.nanoTime();
    private int collections;
    private boolean told;

    Leaver(WeakReference<ClassLoader> loader, UnloadReport report) {
      this.loader = loader;
      this.report = report;
    }

    boolean isCollected() {
      boolean collected = loader.get() == null;
      if (collected && told) {
        told = false;
        LOG.info("plugin {}: its classes have left the memory after all", report.plugin());
      }
      return collected;
    }

    boolean isOlderThan(Duration patience) {
      return System.nanoTime() - unloaded > patience.toNanos();
    }

    void tellOnce() {
      if (!told) {
        told = true;
        LOG.warn("{}", leak().message());
      }
    }

    LeakedPlugin leak() {
      long seconds = Duration.ofNanos(System.nanoTime() - unloaded).toSeconds();
      return new LeakedPlugin(report.plugin(), seconds, report.survivingThreads());
    }
  }
}
