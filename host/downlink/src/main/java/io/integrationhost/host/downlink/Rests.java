package io.integrationhost.host.downlink;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The devices whose first downlink rests after an attempt that counted, however often they are
 * heard meanwhile. Confined to the control thread.
 */
final class Rests {

  /** After so many attempts that counted; from the last one on always the last. */
  private static final List<Duration> RESTS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10));

  private final ScheduledExecutorService control;
  private final BiConsumer<String, Boolean> over;
  private final Map<String, Rest> resting = new HashMap<>();

  /** One rest; told from a later one of the same device by what it is. */
  private static final class Rest {
    private final boolean anyhow;
    private boolean heard;

    private Rest(boolean anyhow) {
      this.anyhow = anyhow;
    }
  }

  /**
   * Nobody rests.
   *
   * @param over told of the device whose rest is over and that is to be tried now, and whether it
   *     was heard meanwhile
   */
  Rests(ScheduledExecutorService control, BiConsumer<String, Boolean> over) {
    this.control = control;
    this.over = over;
  }

  /**
   * Begins a rest.
   *
   * @param anyhow whether the device is tried afterwards although it was not heard
   */
  void begin(String device, Tries tries, boolean anyhow) {
    Duration time = RESTS.get(Math.min(tries.counted(), RESTS.size()) - 1);
    Rest rest = new Rest(anyhow);
    resting.put(device, rest);
    try {
      var unused =
          control.schedule(() -> end(device, rest), time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // Then the next check tries it.
      resting.remove(device);
    }
  }

  private void end(String device, Rest rest) {
    if (resting.remove(device, rest) && (rest.anyhow || rest.heard)) {
      over.accept(device, rest.heard);
    }
  }

  boolean holds(String device) {
    return resting.containsKey(device);
  }

  /** Whether the device rests, so that what it says is remembered for later. */
  boolean heard(String device) {
    return set(device, true);
  }

  void left(String device) {
    set(device, false);
  }

  private boolean set(String device, boolean heard) {
    Rest rest = resting.get(device);
    if (rest != null) {
      rest.heard = heard;
    }
    return rest != null;
  }

  /** Nothing of the device is left that should rest. */
  void forget(String device) {
    resting.remove(device);
  }
}
