package io.integrationhost.admin.live;

import io.integrationhost.converter.Conversion;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.converter.DownlinkData;
import io.integrationhost.converter.DownlinkRequest;
import io.integrationhost.entity.EntityData;
import io.integrationhost.host.front.ConverterView;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.host.integration.TapSeat;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.runtime.wire.SessionView;
import io.integrationhost.spool.SpoolStats;
import java.time.Clock;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Follows the frames of one integration for all who look at it. What it keeps is bounded; a frame
 * too many is not followed. Nothing that goes wrong here reaches who published.
 */
final class TapHub implements TapSeat.Tap, Wires.Watcher {

  private static final int MOST_UNDER_WAY = 1_000;
  private static final int MOST_OWED = 1_000;

  private final RunningIntegration integration;
  private final Clock clock;
  private final List<Tap> taps = new CopyOnWriteArrayList<>();
  private final IdentityHashMap<Uplink, TapFrame> underWay = new IdentityHashMap<>();

  /** Whether there is one in the map; saves the lock for most readings at full load. */
  private volatile boolean anyUnderWay;

  private final RawBytes raw = new RawBytes();
  private final Queue<Owed> owed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger owedCount = new AtomicInteger();
  private final Map<String, TapFrame> downlinks =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TapFrame> eldest) {
          return size() > MOST_UNDER_WAY;
        }
      };

  /** A frame that was told, whose items ThingsBoard has not answered. */
  private record Owed(Tap tap, long number, long place, long refusedBefore, long begin) {}

  TapHub(RunningIntegration integration, Clock clock) {
    this.integration = integration;
    this.clock = clock;
  }

  void add(Tap tap) {
    taps.add(tap);
  }

  /** Whether anybody is left. */
  boolean remove(Tap tap) {
    taps.remove(tap);
    return !taps.isEmpty();
  }

  List<Tap> taps() {
    return taps;
  }

  @Override
  public void published(String transport, Uplink uplink) {
    safely(
        () -> {
          Optional<RawBytes.Part> part = raw.take(transport, uplink.source().session());
          long second = Tap.second();
          if (taps.stream().allMatch(tap -> tap.wantsAll() && tap.isFull(second))) {
            taps.forEach(Tap::passOver);
          } else {
            follow(uplink, new TapFrame(transport, uplink, part, clock.instant()), second);
          }
        });
  }

  private void follow(Uplink uplink, TapFrame frame, long second) {
    if (taps.stream().anyMatch(tap -> tap.mayTell(frame, second))) {
      synchronized (underWay) {
        if (underWay.size() < MOST_UNDER_WAY) {
          underWay.put(uplink, frame);
          anyUnderWay = true;
        }
      }
    } else {
      taps.forEach(tap -> tap.passOver(frame));
    }
  }

  private Optional<TapFrame> frame(Uplink uplink) {
    if (!anyUnderWay) {
      return Optional.empty();
    }
    synchronized (underWay) {
      return Optional.ofNullable(underWay.get(uplink));
    }
  }

  private Optional<TapFrame> take(Uplink uplink) {
    if (!anyUnderWay) {
      return Optional.empty();
    }
    synchronized (underWay) {
      TapFrame frame = underWay.remove(uplink);
      anyUnderWay = !underWay.isEmpty();
      return Optional.ofNullable(frame);
    }
  }

  private String converter() {
    return integration.view().converters().stream()
        .filter(ConverterView::uplink)
        .map(each -> each.definition().name())
        .findFirst()
        .orElse("");
  }

  @Override
  public void converted(
      Uplink.Payload payload, Conversion<EntityData> conversion, List<EntityData> items) {
    safely(
        () ->
            frame(payload)
                .ifPresent(frame -> frame.converted(this::converter, payload, conversion, items)));
  }

  @Override
  public void notConverted(
      Uplink.Payload payload, Map<String, String> metadata, ConverterException failure) {
    safely(
        () ->
            frame(payload)
                .ifPresent(frame -> frame.notConverted(this::converter, payload, failure)));
  }

  @Override
  public void settled(Uplink uplink, Receipt receipt) {
    safely(
        () ->
            take(uplink)
                .ifPresent(
                    frame -> {
                      frame.settled(receipt);
                      taps.forEach(tap -> tell(tap, frame, receipt instanceof Receipt.Stored));
                    }));
  }

  @Override
  public void turnedAway(Uplink uplink, Receipt receipt) {
    settled(uplink, receipt);
  }

  private void tell(Tap tap, TapFrame frame, boolean stored) {
    long number = tap.tell(frame);
    if (number > 0 && stored && owedCount.incrementAndGet() <= MOST_OWED) {
      SpoolStats spool = integration.spool();
      owed.add(new Owed(tap, number, left(spool) + spool.records(), refused(), System.nanoTime()));
    } else if (number > 0 && stored) {
      owedCount.decrementAndGet();
    }
  }

  /** How many items have left the spool, but for a number that stays the same. */
  private static long left(SpoolStats spool) {
    return spool.appended() - spool.records();
  }

  private long refused() {
    return integration.counters().deadLetters();
  }

  /** Looks whether ThingsBoard has answered; often, while somebody looks. */
  void look() {
    if (owed.isEmpty()) {
      return;
    }
    long gone = left(integration.spool());
    long refused = refused();
    for (Owed next = owed.peek(); next != null && next.place() <= gone; next = owed.peek()) {
      owed.poll();
      owedCount.decrementAndGet();
      // If others were refused meanwhile, nobody can tell whether these were.
      if (next.refusedBefore() == refused) {
        next.tap().answered(next.number(), (System.nanoTime() - next.begin()) / 1e9);
      }
    }
  }

  @Override
  public void received(String transport, SessionView session, byte[] bytes, int length) {
    safely(() -> raw.came(transport, session, bytes, length));
  }

  @Override
  public void converted(
      String device, DownlinkRequest request, Optional<String> output, Optional<String> error) {
    safely(
        () -> {
          TapFrame frame = new TapFrame(device, clock.instant());
          frame.downlinkConverted(request.message(), request.metadata(), output, error);
          synchronized (downlinks) {
            downlinks.put(device, frame);
          }
        });
  }

  private void ended(String device, String result, Optional<String> reason, Optional<byte[]> sent) {
    safely(
        () -> {
          TapFrame frame;
          synchronized (downlinks) {
            frame = downlinks.remove(device);
          }
          if (frame == null) {
            frame = new TapFrame(device, clock.instant());
          }
          frame.outcome(result, reason, sent);
          for (Tap tap : taps) {
            tap.tell(frame);
          }
        });
  }

  @Override
  public void waiting(String device, String messageType, String reason) {
    ended(device, "WAITING", Optional.of(reason), Optional.empty());
  }

  @Override
  public void sent(String device, String messageType, DownlinkData data) {
    ended(device, "SENT", Optional.empty(), Optional.of(data.data()));
  }

  @Override
  public void failed(
      String device, String messageType, String reason, Optional<DownlinkRequest> request) {
    ended(device, "FAILED", Optional.of(reason), Optional.empty());
  }

  /** Whoever published must not feel that somebody looks. */
  private static void safely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // Then this frame is not shown.
      org.slf4j.LoggerFactory.getLogger(TapHub.class).debug("a frame is not shown", e);
    }
  }

  /** Ends those whose time is over. */
  void end(Instant now) {
    for (Tap tap : taps) {
      if (tap.isOver(now)) {
        tap.end("TIME");
      } else {
        tap.tellDropped();
      }
    }
  }
}
