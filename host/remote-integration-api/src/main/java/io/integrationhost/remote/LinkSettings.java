package io.integrationhost.remote;

import java.time.Duration;
import java.util.Objects;

/**
 * What a link needs to know.
 *
 * @param name the integration's name in logs
 * @param serviceId names this host in ThingsBoard's event lists, like {@code [remote:8082]} (facts
 *     3.1); the same as inside the events that are sent
 * @param window how many uplink messages may wait for their answers at a time
 * @param heartbeat after so long without traffic the link asks ThingsBoard for a sign of life
 * @param answerTimeout the stream counts as broken when ThingsBoard owes answers and gives none for
 *     so long
 */
public record LinkSettings(
    String name,
    ServerAddress server,
    Credentials credentials,
    String serviceId,
    int window,
    Duration heartbeat,
    Duration answerTimeout,
    Backoff backoff) {

  public LinkSettings {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(backoff, "backoff");
    if (serviceId.isBlank()) {
      throw new IllegalArgumentException(name + ": the service id is empty");
    }
    if (window < 1) {
      throw new IllegalArgumentException(name + ": window " + window + " is below 1");
    }
    requirePositive(name, "heartbeat", heartbeat);
    requirePositive(name, "answer timeout", answerTimeout);
  }

  /** Settings that fit most: 16 messages in flight, half a minute of patience. */
  public static LinkSettings standard(
      String name, ServerAddress server, Credentials credentials, String serviceId) {
    return new LinkSettings(
        name,
        server,
        credentials,
        serviceId,
        16,
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Backoff.standard());
  }

  private static void requirePositive(String name, String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + ": " + what + " " + duration + " is not positive");
    }
  }
}
