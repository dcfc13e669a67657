package io.integrationhost.runtime.lane;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Finds the threads that a plugin has left running. */
public final class ThreadCensus {

  private final ClassLoader loader;
  private final Set<Thread> lanes;

  /**
   * A census of one plugin.
   *
   * @param loader the plugin's class loader: threads with it, or of a class from it, are counted
   */
  public ThreadCensus(ClassLoader loader, Lane lane, CompletionLane completions) {
    this.loader = loader;
    this.lanes = Set.of(lane.thread(), completions.thread());
  }

  /**
   * The plugin's threads that do not end within the given time, each with its name and where it
   * stands.
   */
  public List<String> survivors(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    return allThreads().stream()
        .filter(this::belongs)
        .filter(thread -> !Threads.join(thread, Duration.ofNanos(end - System.nanoTime())))
        .map(thread -> "thread '" + thread.getName() + "' " + Threads.position(thread))
        .toList();
  }

  private boolean belongs(Thread thread) {
    return thread != Thread.currentThread()
        && (lanes.contains(thread)
            || isOfPlugin(thread.getContextClassLoader())
            || isOfPlugin(thread.getClass().getClassLoader()));
  }

  private boolean isOfPlugin(ClassLoader candidate) {
    for (ClassLoader l = candidate; l != null; l = l.getParent()) {
      if (l == loader) {
        return true;
      }
    }
    return false;
  }

  private static List<Thread> allThreads() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() * 2 + 16];
    int count = root.enumerate(threads, true);
    return Arrays.stream(threads, 0, count).filter(Objects::nonNull).toList();
  }
}
