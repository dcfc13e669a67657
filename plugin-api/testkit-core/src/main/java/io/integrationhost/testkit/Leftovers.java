package io.integrationhost.testkit;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;

/**
 * What runs and is open at one moment, to be compared with later.
 *
 * @param files open files and sockets of this process; 0 where the system does not tell
 */
record Leftovers(Set<Thread> threads, long files) {

  /**
   * Threads that the JDK and the tools of a test start for the whole process at their first use.
   */
  private static final List<String> SHARED =
      List.of(
          "CompletableFutureDelayScheduler",
          "ForkJoinPool.commonPool",
          "Common-Cleaner",
          "Attach Listener",
          "process reaper",
          "awaitility");

  static Leftovers now() {
    return new Leftovers(Set.copyOf(Thread.getAllStackTraces().keySet()), openFiles());
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }

  /** The names of living threads that are not among these. */
  List<String> newThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !threads.contains(thread) && thread.isAlive())
        .map(Thread::getName)
        .filter(name -> SHARED.stream().noneMatch(name::startsWith))
        .sorted()
        .toList();
  }

  /** How many more files and sockets are open. */
  long newFiles() {
    return openFiles() - files;
  }
}
