package io.integrationhost.admin.live;

import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.EventStream;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.metrics.AdminCounters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** One reader of what passes an integration, with what it wants to see. Safe for any thread. */
final class Tap {

  static final Duration LONGEST = Duration.ofMinutes(10);

  private final Wish wish;
  private final EventStream stream;
  private final AdminCounters counters;
  private final Instant end;
  private long second;
  private int inSecond;

  /** Frames that were not followed, since the last time that somebody was told. */
  private final LongAdder passedOver = new LongAdder();

  /** The second in which the reader has had all frames of that second. */
  private volatile long fullSecond = Long.MIN_VALUE;

  private long frames;
  private long dropped;

  /** Which frames are meant. */
  private enum Direction {
    UPLINK,
    DOWNLINK
  }

  /**
   * What a reader wants to see.
   *
   * @param part bytes that the content must hold
   */
  record Wish(
      Optional<String> transport,
      Optional<String> session,
      Optional<String> device,
      Optional<Boolean> uplinks,
      boolean failures,
      Optional<byte[]> part,
      int perSecond,
      Duration time) {

    static Wish of(Request request) {
      Optional<byte[]> text =
          request.parameter("text").map(each -> each.getBytes(StandardCharsets.UTF_8));
      return new Wish(
          request.parameter("transport"),
          request.parameter("session"),
          request.parameter("device"),
          request.choice("direction", Direction.class).map(Direction.UPLINK::equals),
          request.flag("failures"),
          request.parameter("hex").map(Wish::bytes).or(() -> text),
          request.number("limit", 1, 1_000, 100),
          request.parameter("for").map(each -> Request.time("for", each, LONGEST)).orElse(LONGEST));
    }

    private static byte[] bytes(String hex) {
      try {
        return HexFormat.of().parseHex(hex);
      } catch (IllegalArgumentException e) {
        throw Request.bad("hex", "must be bytes in hexadecimal, such as 0d0a");
      }
    }

    /** By what is known when a frame comes. */
    boolean mayBe(TapFrame frame) {
      return (uplinks.isEmpty() || uplinks.get() == frame.isUplink())
          && (transport.isEmpty() || !frame.isUplink() || is(transport, frame.transport()))
          && (session.isEmpty() || is(session, frame.session()))
          && (part.isEmpty() || holds(frame.content(), part.get()));
    }

    /** Whether nothing of the frame's further way matters. */
    boolean isKnownAtOnce() {
      return !failures && device.isEmpty();
    }

    /** Whether every frame is meant. */
    boolean isAll() {
      return isKnownAtOnce()
          && transport.isEmpty()
          && session.isEmpty()
          && part.isEmpty()
          && uplinks.isEmpty();
    }

    /** By what is known when its way has ended. */
    boolean is(TapFrame frame) {
      return mayBe(frame)
          && (!failures || frame.isFailed())
          && (device.isEmpty() || device.equals(frame.device()));
    }

    private static boolean is(Optional<String> wanted, String text) {
      return wanted.get().equals(text);
    }

    private static boolean holds(byte[] content, byte[] part) {
      for (int at = 0; at + part.length <= content.length; at++) {
        int same = 0;
        while (same < part.length && content[at + same] == part[same]) {
          same++;
        }
        if (same == part.length) {
          return true;
        }
      }
      return false;
    }
  }

  Tap(Wish wish, EventStream stream, AdminCounters counters, Instant now) {
    this.wish = wish;
    this.stream = stream;
    this.counters = counters;
    this.end = now.plus(wish.time());
    JsonObject started = new JsonObject();
    started.addProperty("ends", end.toString());
    stream.send("started", Answer.GSON.toJson(started));
  }

  /** Seconds of a clock of its own, by which frames are limited. */
  static long second() {
    return System.nanoTime() / 1_000_000_000L;
  }

  /** Whether no frame of this second is told any more, as is known when it comes. No lock. */
  boolean isFull(long now) {
    return fullSecond == now && wish.isKnownAtOnce();
  }

  /** Whether it wants all frames. */
  boolean wantsAll() {
    return wish.isAll();
  }

  /** Whether it makes sense to follow a frame that has just come. */
  boolean mayTell(TapFrame frame, long now) {
    return !isFull(now) && wish.mayBe(frame);
  }

  /** A frame that has just come is not followed, and so not told. */
  void passOver(TapFrame frame) {
    if (wish.isKnownAtOnce() && wish.mayBe(frame)) {
      passOver();
    }
  }

  /** The same for whoever {@link #wantsAll}. */
  void passOver() {
    passedOver.increment();
  }

  /** Tells a frame whose way has ended; its number, or 0 when it is not told. */
  synchronized long tell(TapFrame frame) {
    if (!wish.is(frame)) {
      return 0;
    }
    long now = second();
    if (now != second) {
      second = now;
      inSecond = 0;
      tellDropped();
    }
    if (++inSecond >= wish.perSecond()) {
      fullSecond = now;
    }
    if (inSecond > wish.perSecond()) {
      drop(1);
      return 0;
    }
    long number = frames + 1;
    if (!stream.send("frame", frame.json(number))) {
      drop(1);
      return 0;
    }
    frames = number;
    return number;
  }

  private void drop(long count) {
    dropped += count;
    counters.tapDropped(count);
  }

  synchronized void tellDropped() {
    drop(passedOver.sumThenReset());
    if (dropped > 0 && stream.send("dropped", "{\"count\":" + dropped + "}")) {
      dropped = 0;
    }
  }

  void answered(long number, double seconds) {
    JsonObject json = new JsonObject();
    json.addProperty("frame", number);
    json.addProperty("result", "ACCEPTED");
    json.addProperty("durationSeconds", seconds);
    stream.send("answer", Answer.GSON.toJson(json));
  }

  boolean isOver(Instant now) {
    return !now.isBefore(end);
  }

  /** Ends it, with the word of the API that says why. */
  void end(String reason) {
    tellDropped();
    stream.send("ended", "{\"reason\":\"" + reason + "\"}");
    stream.end();
  }
}
