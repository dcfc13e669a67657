package io.integrationhost.remote;

import java.time.Duration;
import java.util.List;

/**
 * How long links wait for what {@link LinkSettings} does not say.
 *
 * @param connect from the attempt's begin to ThingsBoard's answer to the connect request
 * @param leave for ThingsBoard to end a stream that we half-closed or that it refused
 * @param healthy a stream that lasted so long, or got an answer, was a good one
 * @param refreshes how long after an unclean loss to reconnect once more, see {@link Link}
 */
record Patience(Duration connect, Duration leave, Duration healthy, List<Duration> refreshes) {

  static Patience standard() {
    return new Patience(
        Duration.ofSeconds(15),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        List.of(Duration.ofMinutes(20), Duration.ofMinutes(125)));
  }

  Patience withConnect(Duration timeout) {
    return new Patience(timeout, leave, healthy, refreshes);
  }
}
