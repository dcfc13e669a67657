package io.integrationhost.ground;

import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How often which values came since it was made. Safe for any thread; adding takes neither a lock
 * nor memory.
 */
public final class Distribution {

  private final Scale scale;
  private final LongAdder[] counts;
  private final DoubleAdder sum = new DoubleAdder();

  public Distribution(Scale scale) {
    this.scale = scale;
    this.counts = Stream.generate(LongAdder::new).limit(scale.buckets()).toArray(LongAdder[]::new);
  }

  /** Adds a value in the unit of the scale; one below 0, of a clock that was set, counts as 0. */
  public void add(long value) {
    add(value, 1);
  }

  /** Adds a value that came so often. */
  public void add(long value, int times) {
    long counted = Math.max(0, value);
    counts[scale.bucket(counted)].add(times);
    sum.add(scale.told(counted) * times);
  }

  /** What came until now; not taken at one instant. */
  public Reading read() {
    return new Reading(scale, Arrays.stream(counts).mapToLong(LongAdder::sum).toArray(), sum.sum());
  }

  /**
   * A distribution at one moment.
   *
   * @param counts of each bucket alone, in the order of the bounds; the last is without a bound
   * @param sum of all values, in the unit that people are told
   */
  public record Reading(Scale scale, long[] counts, double sum) {}
}
