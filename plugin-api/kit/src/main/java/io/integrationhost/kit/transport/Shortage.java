package io.integrationhost.kit.transport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a transport lacked last: memory, file handles. It counts as lacking for a minute after it
 * was noted last. Thread-safe.
 */
final class Shortage {

  private static final Duration SHOWN = Duration.ofMinutes(1);

  private record Lack(String what, Instant at) {}

  private final Clock clock;
  private volatile Optional<Lack> last = Optional.empty();

  Shortage(Clock clock) {
    this.clock = clock;
  }

  void note(String what) {
    last = Optional.of(new Lack(what, clock.instant()));
  }

  /** What is lacking now, and what to do. */
  Optional<String> now() {
    Instant now = clock.instant();
    return last.filter(lack -> Duration.between(lack.at(), now).abs().compareTo(SHOWN) < 0)
        .map(Lack::what);
  }
}
