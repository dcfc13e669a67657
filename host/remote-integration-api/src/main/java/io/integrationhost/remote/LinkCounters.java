package io.integrationhost.remote;

import io.integrationhost.ground.Distribution;
import io.integrationhost.ground.Scale;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * What has happened on the links of one integration, one after the other. Safe for any thread.
 * Counting takes neither a lock nor memory.
 */
public final class LinkCounters {

  private final Distribution answerTimes;
  private final Distribution messageItems;
  private final Distribution messageBytes;
  private final LongAdder messages = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final Map<LinkFailure.Kind, LongAdder> failedAttempts = adders(LinkFailure.Kind.class);
  private final Map<LinkEnd, LongAdder> ends = adders(LinkEnd.class);
  private final Map<LinkPush, LongAdder> pushes = adders(LinkPush.class);
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder limited = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile long lastPush;

  /** Counters with distributions of their own. */
  public LinkCounters() {
    this(
        new Distribution(Scale.DURATIONS),
        new Distribution(Scale.COUNTS),
        new Distribution(Scale.BYTES));
  }

  /**
   * Counters whose distributions others may share.
   *
   * @param answerTimes from the sending of a message to its answer
   * @param messageItems in a message
   * @param messageBytes of a message
   */
  public LinkCounters(
      Distribution answerTimes, Distribution messageItems, Distribution messageBytes) {
    this.answerTimes = answerTimes;
    this.messageItems = messageItems;
    this.messageBytes = messageBytes;
  }

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
    Map<E, LongAdder> adders = new EnumMap<>(type);
    for (E each : type.getEnumConstants()) {
      adders.put(each, new LongAdder());
    }
    return adders;
  }

  void sent(int items, int encodedBytes) {
    messages.increment();
    bytes.add(encodedBytes);
    messageItems.add(items);
    messageBytes.add(encodedBytes);
  }

  void answered(UplinkAnswer answer, long nanos) {
    answerTimes.add(nanos);
    if (answer instanceof UplinkAnswer.Refused refusal) {
      (refusal.isRateLimit() ? limited : refused).increment();
    } else {
      succeeded.increment();
    }
  }

  void accepted() {
    accepted.increment();
  }

  void attemptFailed(LinkFailure.Kind why) {
    failedAttempts.get(why).increment();
  }

  void ended(LinkEnd why) {
    ends.get(why).increment();
  }

  void pushed(LinkPush kind, long now) {
    pushes.get(kind).increment();
    lastPush = now;
  }

  /** What was counted until now; not taken at one instant. */
  public Reading read() {
    return new Reading(
        messages.sum(),
        bytes.sum(),
        accepted.sum(),
        sums(failedAttempts),
        sums(ends),
        sums(pushes),
        lastPush == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(lastPush)),
        succeeded.sum(),
        limited.sum(),
        refused.sum());
  }

  private static <E extends Enum<E>> Map<E, Long> sums(Map<E, LongAdder> adders) {
    Map<E, Long> sums = new EnumMap<>(adders.keySet().iterator().next().getDeclaringClass());
    adders.forEach((each, adder) -> sums.put(each, adder.sum()));
    return sums;
  }

  /**
   * The counters.
   *
   * @param messages uplink messages that were sent, without heartbeats
   * @param bytes of these, encoded
   * @param accepted attempts to connect after which ThingsBoard accepted the integration
   * @param failedAttempts the others, by reason
   * @param ends of accepted sessions
   * @param lastPush when ThingsBoard pushed something for the last time
   * @param succeeded answers that took a message
   * @param limited answers that told of a rate limit
   * @param refused all other answers
   */
  public record Reading(
      long messages,
      long bytes,
      long accepted,
      Map<LinkFailure.Kind, Long> failedAttempts,
      Map<LinkEnd, Long> ends,
      Map<LinkPush, Long> pushes,
      Optional<Instant> lastPush,
      long succeeded,
      long limited,
      long refused) {}
}
