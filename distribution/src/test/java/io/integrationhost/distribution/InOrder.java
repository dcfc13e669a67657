package io.integrationhost.distribution;

import io.integrationhost.emulator.Reading;
import io.integrationhost.emulator.ReceivedItem;
import java.time.Duration;
import java.util.function.Consumer;

/** Counts the readings of one device that are numbered from 0, and the time between them. */
final class InOrder implements Consumer<ReceivedItem> {

  private final String device;
  private long next;
  private long misplaced;
  private long firstAt;
  private long lastAt;
  private long longestGap;

  InOrder(String device) {
    this.device = device;
  }

  @Override
  public synchronized void accept(ReceivedItem item) {
    if (item.kind() != ReceivedItem.Kind.DEVICE || !item.name().equals(device)) {
      return;
    }
    for (Reading reading : item.telemetry()) {
      long now = System.nanoTime();
      firstAt = next == 0 ? now : firstAt;
      longestGap = next == 0 ? 0 : Math.max(longestGap, now - lastAt);
      lastAt = now;
      misplaced += reading.values().get("temperature").equals(next) ? 0 : 1;
      next++;
    }
  }

  synchronized long arrived() {
    return next;
  }

  /** Readings that were not the one to follow: out of order, missing before it, or again. */
  synchronized long misplaced() {
    return misplaced;
  }

  /** Between the first arrival and the last. */
  synchronized Duration time() {
    return Duration.ofNanos(lastAt - firstAt);
  }

  /** The longest time between an arrival and the next. */
  synchronized Duration longestGap() {
    return Duration.ofNanos(longestGap);
  }
}
