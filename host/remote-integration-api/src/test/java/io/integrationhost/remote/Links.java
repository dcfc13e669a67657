package io.integrationhost.remote;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Links with little patience, for tests. */
final class Links {
  static final Duration PATIENT = Duration.ofSeconds(20);

  static final Backoff QUICK =
      new Backoff(
          new Backoff.Steps(Duration.ofMillis(5), Duration.ofMillis(20)),
          new Backoff.Steps(Duration.ofMillis(30), Duration.ofMillis(60)));

  private Links() {}

  static Patience patience() {
    return new Patience(PATIENT, PATIENT, PATIENT, List.of());
  }

  /** Cuts a stream soon after leaving it. */
  static LinkChannels channelsThatLeaveSoon() {
    return channels(new Patience(PATIENT, Duration.ofMillis(100), PATIENT, List.of()));
  }

  static LinkChannels channels() {
    return channels(patience());
  }

  static LinkChannels channels(Patience patience) {
    return new LinkChannels(patience, () -> 0.5);
  }

  static ServerAddress plain(String host, int port) {
    return new ServerAddress(host, port, Optional.empty());
  }

  static LinkSettings settings(ServerAddress server) {
    return settings(server, 4, PATIENT, PATIENT);
  }

  static LinkSettings settings(
      ServerAddress server, int window, Duration heartbeat, Duration answerTimeout) {
    return new LinkSettings(
        "yard",
        server,
        new Credentials("7f8ce9f7-routing", "s3cret"),
        "[remote:8082]",
        window,
        heartbeat,
        answerTimeout,
        QUICK);
  }

  static void awaitConnected(Link link) {
    await().atMost(PATIENT).until(() -> link.state() instanceof LinkState.Connected);
    await().atMost(PATIENT).until(link::isWritable);
  }
}
