package io.integrationhost.admin.metrics;

import io.integrationhost.ground.Distribution;
import io.integrationhost.ground.Scale;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the HTTP side of the admin room counts. Safe for any thread. */
public final class AdminCounters {

  /** Routes and codes are few; should somebody find a way to make them many, the rest is one. */
  private static final int MOST = 500;

  private final Map<Answer, LongAdder> answers = new ConcurrentHashMap<>();
  private final Map<String, Distribution> durations = new ConcurrentHashMap<>();
  private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
  private final Map<Stream, AtomicInteger> streams = new EnumMap<>(Stream.class);
  private final LongAdder tapDropped = new LongAdder();

  private record Answer(String route, String code) {}

  /** Why a request was not let in. */
  public enum Refusal {
    UNAUTHENTICATED,
    FORBIDDEN,
    HOST,
    ORIGIN,
    LIMIT
  }

  /** What is told as it happens. */
  public enum Stream {
    TAP,
    LIVE
  }

  public AdminCounters() {
    for (Refusal refusal : Refusal.values()) {
      refusals.put(refusal, new LongAdder());
    }
    for (Stream stream : Stream.values()) {
      streams.put(stream, new AtomicInteger());
    }
  }

  /**
   * A request was answered.
   *
   * @param route as the description of the API writes it, never the path that was asked for
   * @param nanos how long that took
   */
  public void answered(String route, int code, long nanos) {
    String known = answers.size() < MOST ? route : Label.OTHER;
    answers
        .computeIfAbsent(new Answer(known, String.valueOf(code)), unknown -> new LongAdder())
        .increment();
    durations.computeIfAbsent(known, unknown -> new Distribution(Scale.DURATIONS)).add(nanos);
  }

  public void refused(Refusal why) {
    refusals.get(why).increment();
  }

  public void opened(Stream kind) {
    streams.get(kind).incrementAndGet();
  }

  public void closed(Stream kind) {
    streams.get(kind).decrementAndGet();
  }

  /** A slow reader of a tap missed so many events. */
  public void tapDropped(long events) {
    tapDropped.add(events);
  }

  void write(Sink sink) {
    answers.forEach(
        (answer, count) ->
            sink.put(Metric.ADMIN_REQUESTS_TOTAL, count.sum(), answer.route(), answer.code()));
    durations.forEach(
        (route, times) -> sink.put(Metric.ADMIN_REQUEST_DURATION_SECONDS, times.read(), route));
    sink.tally(Metric.ADMIN_REFUSED_TOTAL, sums());
    streams.forEach((kind, open) -> sink.put(Metric.ADMIN_STREAMS, open.get(), Sink.word(kind)));
    sink.put(Metric.TAP_DROPPED_TOTAL, tapDropped.sum());
  }

  private Map<Refusal, Long> sums() {
    Map<Refusal, Long> sums = new EnumMap<>(Refusal.class);
    refusals.forEach((why, count) -> sums.put(why, count.sum()));
    return sums;
  }
}
