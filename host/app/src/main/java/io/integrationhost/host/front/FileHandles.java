package io.integrationhost.host.front;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks whether the process has file handles left: without them no device can connect, and nothing
 * else says so in words. Looks at most every few seconds, however often it is asked. Safe for any
 * thread.
 */
final class FileHandles implements Supplier<Optional<String>> {

  private static final Duration INTERVAL = Duration.ofSeconds(4);

  /** Of a hundred; some are needed for what is open for a moment only. */
  private static final int NEARLY_ALL = 95;

  private static final String CURE =
      ", so that devices cannot connect; allow it more (ulimit -n, LimitNOFILE), or have fewer"
          + " devices connect";

  private final Supplier<Use> system;
  private final LongSupplier nanoTime;
  private Optional<String> problem = Optional.empty();
  private long looked;
  private boolean lookedBefore;

  /**
   * How many are in use.
   *
   * @param most 0 when nothing is known
   */
  record Use(long open, long most) {}

  /**
   * For a process.
   *
   * @param system throws an Error when no handle is left to look with
   * @param nanoTime as of {@link System#nanoTime}
   */
  FileHandles(Supplier<Use> system, LongSupplier nanoTime) {
    this.system = system;
    this.nanoTime = nanoTime;
  }

  /** What is wrong, for people; empty when enough are left. */
  @Override
  public synchronized Optional<String> get() {
    long now = nanoTime.getAsLong();
    if (!lookedBefore || now - looked >= INTERVAL.toNanos()) {
      problem = look();
      looked = now;
      lookedBefore = true;
    }
    return problem;
  }

  private Optional<String> look() {
    try {
      Use use = system.get();
      return use.most() > 0 && use.open() * 100 >= use.most() * NEARLY_ALL
          ? Optional.of("the process uses nearly all of its " + use.most() + " file handles" + CURE)
          : Optional.empty();
    } catch (InternalError e) {
      // Looking takes a handle too.
      return Optional.of("the process has no file handle left" + CURE);
    }
  }

  /** Of this process, where the system tells. */
  static Use ofProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? new Use(unix.getOpenFileDescriptorCount(), unix.getMaxFileDescriptorCount())
        : new Use(0, 0);
  }
}
