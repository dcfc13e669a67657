package io.integrationhost.emulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How an integration's uplinks are answered. Immutable; each method returns a changed copy.
 * Counters and periods start anew whenever a policy is set.
 *
 * @param faithful items that the real server trips over are refused as there (facts 2.5); false
 *     takes them
 * @param delay from the end of processing to the answer. Answers keep their order; later messages
 *     are processed meanwhile
 */
public record AnswerPolicy(
    boolean faithful,
    Duration delay,
    List<FailureRule> failures,
    List<RateLimit> limits,
    Optional<Drop> drop) {

  /**
   * The end of the stream after some uplink messages with items.
   *
   * @param after the stream ends when it has processed this many, counted over all streams of the
   *     integration; happens once
   * @param answered whether what is in flight is answered before
   */
  public record Drop(int after, boolean answered) {
    public Drop {
      if (after < 1) {
        throw new IllegalArgumentException("A stream ends after 1 or more messages, not " + after);
      }
    }
  }

  public AnswerPolicy {
    Objects.requireNonNull(delay, "delay");
    failures = List.copyOf(failures);
    limits = List.copyOf(limits);
    Objects.requireNonNull(drop, "drop");
  }

  /** Answers like the real server without limits: at once, in order, with its quirks. */
  public static AnswerPolicy standard() {
    return new AnswerPolicy(true, Duration.ZERO, List.of(), List.of(), Optional.empty());
  }

  /** Without the quirks of facts 2.5. */
  public AnswerPolicy lenient() {
    return new AnswerPolicy(false, delay, failures, limits, drop);
  }

  public AnswerPolicy delayed(Duration newDelay) {
    return new AnswerPolicy(faithful, newDelay, failures, limits, drop);
  }

  public AnswerPolicy failAlways(String text) {
    return failEvery(1, text);
  }

  public AnswerPolicy failEvery(int n, String text) {
    return with(new FailureRule.Every(n, text));
  }

  public AnswerPolicy failNext(int count, String text) {
    return with(new FailureRule.Next(count, text));
  }

  /** Refuses messages at the first item that matches; asked on the processing thread. */
  public AnswerPolicy failWhere(Predicate<ReceivedItem> matching, String text) {
    return with(new FailureRule.Items(matching, text));
  }

  /** Refuses everything for a while. */
  public AnswerPolicy failFor(Duration period, String text) {
    return with(new FailureRule.Period(period, text));
  }

  /** Ends the stream at the first item that matches; asked on the processing thread. */
  public AnswerPolicy cutWhere(Predicate<ReceivedItem> matching) {
    return with(new FailureRule.Cut(matching));
  }

  public AnswerPolicy limited(RateLimit.Scope scope, int items, Duration period) {
    List<RateLimit> more = new ArrayList<>(limits);
    more.add(new RateLimit(scope, items, period));
    return new AnswerPolicy(faithful, delay, failures, more, drop);
  }

  /** Ends the stream after so many messages, with or without answering what is in flight. */
  public AnswerPolicy dropAfter(int messages, boolean answered) {
    return new AnswerPolicy(
        faithful, delay, failures, limits, Optional.of(new Drop(messages, answered)));
  }

  private AnswerPolicy with(FailureRule rule) {
    List<FailureRule> more = new ArrayList<>(failures);
    more.add(rule);
    return new AnswerPolicy(faithful, delay, more, limits, drop);
  }
}
