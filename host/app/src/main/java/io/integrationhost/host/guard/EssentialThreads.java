package io.integrationhost.host.guard;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the threads are alive that everything hangs on, by their names. One counts from the first
 * time it was seen: some begin with their first task. For one thread.
 */
final class EssentialThreads implements Supplier<Optional<String>> {

  private static final String[] NAMES = {
    "control-",
    "delivery-",
    "storage-",
    "settings-",
    "link-timer",
    "converter-watchdog",
    "converter-processes",
    "spool-committer",
    "spool-janitor"
  };

  private final boolean[] seen = new boolean[NAMES.length];
  private final boolean[] alive = new boolean[NAMES.length];
  private final String[] missing = new String[NAMES.length];
  private final ThreadGroup all = root();
  private Thread[] threads = new Thread[512];

  EssentialThreads() {
    for (int i = 0; i < NAMES.length; i++) {
      missing[i] = "the thread '" + NAMES[i] + "', which is needed, has died";
    }
  }

  private static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  @Override
  public Optional<String> get() {
    int count = all.enumerate(threads);
    while (count == threads.length) {
      // It leaves out what does not fit.
      threads = new Thread[2 * threads.length];
      count = all.enumerate(threads);
    }
    for (int i = 0; i < NAMES.length; i++) {
      alive[i] = false;
    }
    for (int i = 0; i < count; i++) {
      mark(threads[i].getName());
      threads[i] = null;
    }
    for (int i = 0; i < NAMES.length; i++) {
      seen[i] |= alive[i];
      if (seen[i] && !alive[i]) {
        return Optional.of(missing[i]);
      }
    }
    return Optional.empty();
  }

  private void mark(String name) {
    for (int i = 0; i < NAMES.length; i++) {
      alive[i] |= name.startsWith(NAMES[i]);
    }
  }
}
