package io.integrationhost.ground;

import java.util.Arrays;

/**
 * The kinds of values that a {@link Distribution} sorts, each with its buckets. People's dashboards
 * name them, so they never change.
 */
public final class Scale {

  /** Nanoseconds that work takes, told in seconds. */
  public static final Scale DURATIONS =
      new Scale(1e9, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10);

  /** Nanoseconds that something waits, told in seconds. */
  public static final Scale DELAYS =
      new Scale(1e9, .005, .01, .025, .05, .1, .25, .5, 1, 5, 30, 60, 300, 1800, 7200, 43200);

  public static final Scale BYTES =
      new Scale(1, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304);

  public static final Scale COUNTS = new Scale(1, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000);

  private final double unit;
  private final double[] bounds;
  private final long[] limits;

  private Scale(double unit, double... bounds) {
    this.unit = unit;
    this.bounds = bounds;
    this.limits = Arrays.stream(bounds).mapToLong(bound -> Math.round(bound * unit)).toArray();
  }

  /** The upper bounds of all buckets but the last, which has none; ascending. */
  public double[] bounds() {
    return bounds.clone();
  }

  int buckets() {
    return bounds.length + 1;
  }

  int bucket(long value) {
    int bucket = 0;
    while (bucket < limits.length && value > limits[bucket]) {
      bucket++;
    }
    return bucket;
  }

  double told(long value) {
    return value / unit;
  }
}
