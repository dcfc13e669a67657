package io.integrationhost.plugins.http;

import io.integrationhost.kit.http.Reply;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How many requests of one integration are taken in a second. Thread-safe. */
final class Rate {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int most;
  private long left;
  private long since = System.nanoTime();

  /**
   * A limit.
   *
   * @param most 0: none
   */
  Rate(int most) {
    this.most = most;
    this.left = most;
  }

  /** The answer to one that is too many. */
  Optional<Reply> refusal() {
    return most == 0 || take()
        ? Optional.empty()
        : Optional.of(Reply.of(429).with("Retry-After", "1"));
  }

  private synchronized boolean take() {
    long now = System.nanoTime();
    if (now - since >= SECOND) {
      since = now;
      left = most;
    }
    left--;
    return left >= 0;
  }
}
