package io.integrationhost.convert;

import io.integrationhost.converter.UpdateOnlyKeys;
import io.integrationhost.entity.EntityData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Some payloads that went through one converter, in their order.
 *
 * @param repeated what would be left of the only payload if it came again; empty for several
 */
public record Attempts(
    TriedConverter converter, List<Attempt> all, List<EntityData> repeated, Timing timing) {
  private static final int REPETITIONS = 20;
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  public Attempts {
    all = List.copyOf(all);
    repeated = List.copyOf(repeated);
  }

  /**
   * Converts all of them.
   *
   * @param messages at least one; a single one that succeeds is converted some times more for the
   *     timing
   */
  public static Attempts of(Trial trial, List<Message> messages) {
    trial.warmUp();
    return of(trial, messages, REPETITIONS);
  }

  /** Converts one message once. */
  public static Attempts once(Trial trial, Message message) {
    return of(trial, List.of(message), 0);
  }

  private static Attempts of(Trial trial, List<Message> messages, int repetitions) {
    UpdateOnlyKeys keys =
        new UpdateOnlyKeys(trial.updateOnlyKeys(), Math.max(1, 1_000 + messages.size()));
    List<Attempt> all = new ArrayList<>();
    for (Message message : messages) {
      long start = System.nanoTime();
      Outcome outcome = trial.run(message);
      long nanos = System.nanoTime() - start;
      all.add(
          new Attempt(message, outcome, outcome.items().stream().map(keys::apply).toList(), nanos));
    }
    LongStream times = all.stream().mapToLong(Attempt::nanos);
    List<EntityData> repeated = List.of();
    if (all.size() == 1 && all.get(0).outcome().failure().isEmpty()) {
      repeated = all.get(0).outcome().items().stream().map(keys::apply).toList();
      times = LongStream.concat(times, again(trial, messages.get(0), repetitions));
    }
    return new Attempts(trial.converter(), all, repeated, Timing.of(times.toArray()));
  }

  /** How many of them failed. */
  public long failures() {
    return all.stream().filter(Attempt::isFailed).count();
  }

  /** Whether all is well: nothing failed, and of several payloads at least one gave something. */
  public boolean isSuccess() {
    return failures() == 0 && !all.stream().allMatch(Attempt::isNothing);
  }

  private static LongStream again(Trial trial, Message message, int repetitions) {
    LongStream.Builder times = LongStream.builder();
    long end = System.nanoTime() + MOST_NANOS;
    for (int i = 0; i < repetitions && System.nanoTime() < end; i++) {
      long start = System.nanoTime();
      trial.run(message);
      times.add(System.nanoTime() - start);
    }
    return times.build();
  }
}
