package io.integrationhost.testkit;

import io.integrationhost.plugin.Counter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The host's metrics of one transport, with the host's rules for names and its bounds: 20 names, 50
 * series. Thread-safe.
 */
public final class RecordedMetrics {

  private static final int NAMES = 20;
  private static final int SERIES = 50;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,59}");
  private static final String OTHER = "other";

  private final Map<String, Metric> metrics = new TreeMap<>();

  RecordedMetrics() {}

  /** A metric that has a gauge or, by the value of its label, counts; "" without a label. */
  private record Metric(Optional<LongSupplier> gauge, String label, Map<String, LongAdder> counts) {

    boolean isLike(Metric other) {
      return gauge.isEmpty()
          && other.gauge.isEmpty()
          && label.equals(other.label)
          && counts.keySet().equals(other.counts.keySet());
    }

    Counter counter() {
      return new Series(this, label.isEmpty() ? "" : OTHER);
    }
  }

  private record Series(Metric metric, String value) implements Counter {

    @Override
    public void add(long amount) {
      if (amount > 0) {
        metric.counts().get(value).add(amount);
      }
    }

    @Override
    public Counter of(String wanted) {
      if (metric.label().isEmpty()) {
        return this;
      }
      return new Series(metric, metric.counts().containsKey(wanted) ? wanted : OTHER);
    }
  }

  Counter counter(String name) {
    return counter(name, new Metric(Optional.empty(), "", Map.of("", new LongAdder())));
  }

  Counter counter(String name, String label, String... values) {
    checked(label);
    if (List.of("integration", "transport").contains(label)) {
      throw new IllegalArgumentException("label '" + label + "' of " + name + " is the host's own");
    }
    Map<String, LongAdder> counts = new TreeMap<>();
    Stream.concat(Stream.of(values), Stream.of(OTHER))
        .forEach(value -> counts.put(value, new LongAdder()));
    return counter(name, new Metric(Optional.empty(), label, counts));
  }

  private synchronized Counter counter(String name, Metric wanted) {
    Metric known = metrics.get(checked(name));
    if (known == null) {
      return add(name, wanted) ? wanted.counter() : Counter.IGNORED;
    }
    if (!known.isLike(wanted)) {
      throw usedAlready(name);
    }
    return known.counter();
  }

  synchronized void gauge(String name, LongSupplier value) {
    Metric known = metrics.get(checked(name));
    if (known != null && known.gauge().isEmpty()) {
      throw usedAlready(name);
    }
    // A context may serve one transport after the other, and a gauge ends with its transport.
    add(name, new Metric(Optional.of(value), "", Map.of("", new LongAdder())));
  }

  private boolean add(String name, Metric metric) {
    int series = metrics.values().stream().mapToInt(known -> known.counts().size()).sum();
    if (metrics.size() >= NAMES || series + metric.counts().size() > SERIES) {
      return false;
    }
    metrics.put(name, metric);
    return true;
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no name of a metric or label (expected: a lower-case letter, then up to 59"
              + " lower-case letters, digits and underscores)");
    }
    return name;
  }

  private static IllegalArgumentException usedAlready(String name) {
    return new IllegalArgumentException(
        "metric '" + name + "' is used for something else already; give this one another name");
  }

  /** What a counter without a label has counted, or one with a label for all its values. */
  public long count(String name) {
    return known(name).counts().values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** What a counter has counted for one value of its label. */
  public long count(String name, String value) {
    LongAdder count = known(name).counts().get(value);
    if (count == null) {
      throw new AssertionError(name + " knows " + known(name).counts().keySet() + ", not " + value);
    }
    return count.sum();
  }

  /** What a gauge shows now. */
  public long gauge(String name) {
    return known(name)
        .gauge()
        .orElseThrow(() -> new AssertionError(name + " is a counter"))
        .getAsLong();
  }

  /** The names of all counters and gauges, sorted; those beyond the host's bounds are not there. */
  public synchronized List<String> names() {
    return List.copyOf(metrics.keySet());
  }

  private synchronized Metric known(String name) {
    Metric metric = metrics.get(name);
    if (metric == null) {
      throw new AssertionError("no metric '" + name + "'; there are " + metrics.keySet());
    }
    return metric;
  }
}
