package io.integrationhost.emulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer policy at work: its counters and periods. Shared by the streams of an integration. */
final class AnswerRules {
  private final AnswerPolicy policy;
  private final List<FailureRule> itemRules = new ArrayList<>();
  private final long start = System.nanoTime();
  private final List<RateWindow> windows;
  private final boolean watchesMessages;
  private long messages;

  AnswerRules(AnswerPolicy policy) {
    this.policy = policy;
    this.windows = policy.limits().stream().map(RateWindow::new).toList();
    for (FailureRule rule : policy.failures()) {
      if (rule instanceof FailureRule.Items || rule instanceof FailureRule.Cut) {
        itemRules.add(rule);
      }
    }
    this.watchesMessages = policy.failures().size() > itemRules.size() || policy.drop().isPresent();
  }

  AnswerPolicy policy() {
    return policy;
  }

  boolean watchesItems() {
    return !itemRules.isEmpty();
  }

  /**
   * Counts a message with items.
   *
   * @return its number, 0 when nothing depends on it
   */
  long nextMessage() {
    if (!watchesMessages) {
      return 0;
    }
    synchronized (this) {
      return ++messages;
    }
  }

  void checkMessage(long number) throws UplinkFailure {
    for (FailureRule rule : policy.failures()) {
      boolean refused =
          (rule instanceof FailureRule.Every every && number % every.n() == 0)
              || (rule instanceof FailureRule.Next next && number <= next.count())
              || (rule instanceof FailureRule.Period period
                  && System.nanoTime() - start < period.period().toNanos());
      if (refused) {
        throw new UplinkFailure(rule.text());
      }
    }
  }

  void checkItem(ReceivedItem item) throws UplinkFailure {
    for (FailureRule rule : itemRules) {
      if (rule instanceof FailureRule.Items items && items.matching().test(item)) {
        throw new UplinkFailure(rule.text());
      } else if (rule instanceof FailureRule.Cut cut && cut.matching().test(item)) {
        throw UplinkFailure.cut();
      }
    }
  }

  /** Checks the limits of one scope; {@code name} tells apart what has a limit of its own. */
  void checkLimit(RateLimit.Scope scope, String name) throws UplinkFailure {
    for (RateWindow window : windows) {
      if (window.scope() == scope && !window.take(name)) {
        throw new UplinkFailure(scope.text());
      }
    }
  }

  boolean dropsAfter(long number) {
    return number > 0 && policy.drop().filter(drop -> drop.after() == number).isPresent();
  }

  /** The counters of one rate limit. */
  private static final class RateWindow {
    /** Beyond this the name that was limited first is forgotten, so that memory stays bounded. */
    private static final int MAX_NAMES = 100_000;

    private static final class Count {
      private final long start;
      private int items;

      private Count(long start) {
        this.start = start;
      }
    }

    private final RateLimit limit;
    private final Map<String, Count> byName = new LinkedHashMap<>();

    RateWindow(RateLimit limit) {
      this.limit = limit;
    }

    RateLimit.Scope scope() {
      return limit.scope();
    }

    synchronized boolean take(String name) {
      long now = System.nanoTime();
      Count count = byName.get(name);
      if (count == null || now - count.start >= limit.period().toNanos()) {
        count = new Count(now);
        byName.put(name, count);
        if (byName.size() > MAX_NAMES) {
          byName.remove(byName.keySet().iterator().next());
        }
      }
      if (count.items == limit.items()) {
        return false;
      }
      count.items++;
      return true;
    }
  }
}
