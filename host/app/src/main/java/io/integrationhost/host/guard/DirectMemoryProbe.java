package io.integrationhost.host.guard;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether there is memory left for the network, the direct memory of the JVM. */
final class DirectMemoryProbe implements Supplier<Optional<String>> {

  private static final double NEARLY_ALL = 0.97;
  private static final Duration COLLECT_AT_MOST_EVERY = Duration.ofSeconds(3);

  private final Optional<BufferPoolMXBean> pool =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .filter(each -> each.getName().equals("direct"))
          .findFirst();

  private final long max = max();
  private long collectedAt = System.nanoTime() - COLLECT_AT_MOST_EVERY.toNanos();
  private final Optional<String> trouble =
      Optional.of(
          "the memory for the network of "
              + (max >> 20)
              + " MiB is used up (direct memory; -XX:MaxDirectMemorySize in JAVA_OPTS)");

  private static long max() {
    try {
      String limit =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
              .getVMOption("MaxDirectMemorySize")
              .getValue();
      long bytes = Long.parseLong(limit);
      return bytes > 0 ? bytes : Runtime.getRuntime().maxMemory();
    } catch (IllegalArgumentException | NullPointerException e) {
      return Runtime.getRuntime().maxMemory();
    }
  }

  /** Buffers that nobody uses count until the next collection, which a quiet host may not have. */
  @Override
  public Optional<String> get() {
    if (!isUsedUp()) {
      return Optional.empty();
    }
    long now = System.nanoTime();
    if (now - collectedAt >= COLLECT_AT_MOST_EVERY.toNanos()) {
      collectedAt = now;
      System.gc();
    }
    return isUsedUp() ? trouble : Optional.empty();
  }

  private boolean isUsedUp() {
    return pool.isPresent() && pool.get().getMemoryUsed() > NEARLY_ALL * max;
  }
}
