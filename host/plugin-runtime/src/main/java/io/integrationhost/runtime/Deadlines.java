package io.integrationhost.runtime;

import java.time.Duration;
import java.util.Objects;

/**
 * How long the host waits for a plugin. After a deadline the host goes on without the plugin.
 *
 * @param create for the plugin's constructor and for building one transport
 * @param start until a transport serves devices
 * @param stop until a transport has closed everything, and for closing the plugin
 * @param downlink until a downlink has been handed to the device's connection, and for the health
 */
public record Deadlines(Duration create, Duration start, Duration stop, Duration downlink) {

  /** 5 s to create, 30 s to start, 10 s to stop, 10 s for a downlink. */
  public static final Deadlines DEFAULT =
      new Deadlines(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

  public Deadlines {
    positive("create", create);
    positive("start", start);
    positive("stop", stop);
    positive("downlink", downlink);
  }

  private static void positive(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(
          "deadline " + name + " is " + value + " (expected: a positive time)");
    }
  }
}
