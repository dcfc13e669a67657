package io.integrationhost.emulator;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * When uplink messages are refused. Messages without items, that is heartbeats (facts 2.6), are
 * neither refused nor counted.
 */
public sealed interface FailureRule {
  /** The text of the failure answer. */
  String text();

  /** Every nth message is refused before any of its items is taken; 1 refuses all. */
  record Every(int n, String text) implements FailureRule {
    public Every {
      Objects.requireNonNull(text, "text");
      if (n < 1) {
        throw new IllegalArgumentException("Every nth message needs n of 1 or more, not " + n);
      }
    }
  }

  /** The next {@code count} messages are refused before any of their items is taken. */
  record Next(int count, String text) implements FailureRule {
    public Next {
      Objects.requireNonNull(text, "text");
    }
  }

  /** So long after the policy was set every message is refused before any of its items is taken. */
  record Period(Duration period, String text) implements FailureRule {
    public Period {
      Objects.requireNonNull(period, "period");
      Objects.requireNonNull(text, "text");
    }
  }

  /** The stream ends at the first item that matches; the items before it stay taken. */
  record Cut(Predicate<ReceivedItem> matching) implements FailureRule {
    public Cut {
      Objects.requireNonNull(matching, "matching");
    }

    @Override
    public String text() {
      return "";
    }
  }

  /** A message is refused at the first item that matches; the items before it stay taken. */
  record Items(Predicate<ReceivedItem> matching, String text) implements FailureRule {
    public Items {
      Objects.requireNonNull(matching, "matching");
      Objects.requireNonNull(text, "text");
    }
  }
}
