package io.integrationhost.host.integration;

import java.time.Instant;
import java.util.Optional;

/**
 * What an operator has an integration rest from.
 *
 * @param intake its transports take nothing from devices
 * @param delivery readings gather in its spool
 * @param since of the last change; absent when nothing rests
 * @param author who asked for it
 */
public record Paused(boolean intake, boolean delivery, Optional<Instant> since, String author) {

  /** Nothing rests. */
  public static final Paused NOT = new Paused(false, false, Optional.empty(), "");

  /** The same with another wish. */
  Paused with(boolean intakeNow, boolean deliveryNow, Instant now, String who) {
    if (intakeNow == intake && deliveryNow == delivery) {
      return this;
    }
    return intakeNow || deliveryNow
        ? new Paused(intakeNow, deliveryNow, Optional.of(now), who)
        : NOT;
  }
}
