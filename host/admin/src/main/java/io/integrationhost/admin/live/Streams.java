package io.integrationhost.admin.live;

import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.EventStream;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.metrics.AdminCounters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** All streams of events that are open; so many at most. Safe for any thread. */
public final class Streams {

  static final int MOST = 16;
  static final int MOST_TAPS = 8;

  private final Predicate<Request> admitted;
  private final AdminCounters counters;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger taps = new AtomicInteger();
  private final Map<EventStream, Reader> readers = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private record Reader(Kind kind, Request request) {}

  /** What a stream is about. */
  public enum Kind {
    LIVE,
    LOG,
    TAP
  }

  /**
   * None is open.
   *
   * @param admitted whether who opened a stream may still read it
   * @param counters are told of each
   */
  public Streams(Predicate<Request> admitted, AdminCounters counters) {
    this.admitted = admitted;
    this.counters = counters;
  }

  /**
   * A stream for whoever asks.
   *
   * @param begin called when it can take events
   * @throws ProblemException when there are too many
   */
  public Answer open(Request request, Kind kind, int places, Consumer<EventStream> begin) {
    if (closed) {
      throw new ProblemException(ProblemType.UNAVAILABLE, "the host is stopping");
    }
    if (request.head().method().equals("HEAD")) {
      return new Answer.Events(places, stream -> {});
    }
    take(kind);
    return new Answer.Events(places, stream -> begin(request, kind, stream, begin));
  }

  private void take(Kind kind) {
    if (count.incrementAndGet() > MOST) {
      count.decrementAndGet();
      throw tooMany(MOST + " streams are open");
    }
    if (kind == Kind.TAP && taps.incrementAndGet() > MOST_TAPS) {
      taps.decrementAndGet();
      count.decrementAndGet();
      throw tooMany(MOST_TAPS + " taps are open");
    }
  }

  private static ProblemException tooMany(String what) {
    return new ProblemException(
            ProblemType.TOO_MANY, what + ", which is the most; close one, then try again")
        .after(10);
  }

  private void begin(Request request, Kind kind, EventStream stream, Consumer<EventStream> begin) {
    readers.put(stream, new Reader(kind, request));
    AdminCounters.Stream counted =
        kind == Kind.TAP ? AdminCounters.Stream.TAP : AdminCounters.Stream.LIVE;
    counters.opened(counted);
    stream.onClose(
        () -> {
          counters.closed(counted);
          readers.remove(stream);
          count.decrementAndGet();
          if (kind == Kind.TAP) {
            taps.decrementAndGet();
          }
        });
    if (closed) {
      stream.end();
    } else {
      try {
        begin.accept(stream);
      } catch (RuntimeException | Error e) {
        stream.end();
        throw e;
      }
    }
  }

  boolean anyOf(Kind kind) {
    return readers.values().stream().anyMatch(reader -> reader.kind() == kind);
  }

  void each(Kind kind, Consumer<EventStream> task) {
    readers.forEach(
        (stream, reader) -> {
          if (reader.kind() == kind) {
            task.accept(stream);
          }
        });
  }

  /** How many of a kind are open. */
  public int open(Kind kind) {
    return (int) readers.values().stream().filter(reader -> reader.kind() == kind).count();
  }

  /** Keeps the connections. Every 15 s or so. */
  public void keepAlive() {
    readers.keySet().forEach(EventStream::keepAlive);
  }

  /** Ends those whose owner may not read any more. Every second or so. */
  public void look() {
    readers.forEach(
        (stream, reader) -> {
          if (!admitted.test(reader.request())) {
            stream.end();
          }
        });
  }

  /** Ends all of them. */
  public void close() {
    closed = true;
    readers.keySet().forEach(EventStream::end);
  }
}
