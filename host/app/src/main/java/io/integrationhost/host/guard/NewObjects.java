package io.integrationhost.host.guard;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives new objects much room under load, for collections to be rare, and little at rest, for the
 * memory to be somebody else's: the Serial collector never does so by itself. A change takes one
 * full collection, which is short while little is kept. Finds nothing that is wrong. For one
 * thread, which looks once a second.
 */
final class NewObjects implements Supplier<Optional<String>> {

  private static final Logger log = LoggerFactory.getLogger(NewObjects.class);

  /** Starts make much that is gone at once. */
  private static final int LOOKS_OF_START = 10;

  /** Collections within so many looks that are load, or rest. */
  private static final int BUSY_LOOKS = 3;

  private static final int BUSY = 12;
  private static final int REST_LOOKS = 60;
  private static final int REST = 2;

  /** A full collection of more takes too long. */
  private static final long MOST_KEPT = 96L << 20;

  /** Sets how large the room is to be, with a full collection. */
  @FunctionalInterface
  interface Room {
    void set(boolean wide);
  }

  private final LongSupplier collections;
  private final LongSupplier used;
  private final Room room;
  private boolean wide;
  private int looks;
  private long before;

  NewObjects(LongSupplier collections, LongSupplier used, Room room) {
    this.collections = collections;
    this.used = used;
    this.room = room;
  }

  /** For this process; empty where the start script has not prepared Java for it. */
  static Optional<NewObjects> ofProcess() {
    HotSpotDiagnosticMXBean java =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      if (!is(java, "UseSerialGC") || is(java, "ShrinkHeapInSteps")) {
        return Optional.empty();
      }
    } catch (IllegalArgumentException e) {
      // Another make of Java.
      return Optional.empty();
    }
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    Runtime runtime = Runtime.getRuntime();
    return collectors.stream()
        .filter(each -> each.getName().equals("Copy"))
        .findFirst()
        .map(
            copy ->
                new NewObjects(
                    copy::getCollectionCount,
                    () -> runtime.totalMemory() - runtime.freeMemory(),
                    wanted -> set(java, wanted)));
  }

  private static boolean is(HotSpotDiagnosticMXBean java, String option) {
    return Boolean.parseBoolean(java.getVMOption(option).getValue());
  }

  /** New objects get a part of what the old ones get, which is a multiple of what is kept. */
  private static void set(HotSpotDiagnosticMXBean java, boolean wide) {
    if (wide) {
      java.setVMOption("MaxHeapFreeRatio", "95");
      java.setVMOption("MinHeapFreeRatio", "90");
    } else {
      java.setVMOption("MinHeapFreeRatio", "5");
      java.setVMOption("MaxHeapFreeRatio", "10");
    }
    System.gc();
  }

  @Override
  public Optional<String> get() {
    looks++;
    long now = collections.getAsLong();
    boolean due = looks >= (wide ? REST_LOOKS : BUSY_LOOKS);
    if (before == 0 && looks < LOOKS_OF_START) {
      return Optional.empty();
    }
    if (before == 0) {
      // What the start has left behind goes too.
      room.set(false);
    } else if (due && (wide ? now - before <= REST : now - before >= BUSY) && isShort()) {
      wide = !wide;
      room.set(wide);
      log.debug("new objects get {} room", wide ? "much" : "little");
    }
    if (before == 0 || due) {
      before = Math.max(1, now);
      looks = 0;
    }
    return Optional.empty();
  }

  private boolean isShort() {
    return used.getAsLong() < MOST_KEPT;
  }
}
