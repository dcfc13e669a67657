package io.integrationhost.host.deadletter;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that will not be delivered, and why. Its {@code toString} names sizes, never contents.
 *
 * @param integration the operator's name for it
 * @param reason for people; cut after {@value #MAX_REASON} characters
 * @param item a fragment of an uplink message, as it was or would have been sent
 * @param payload what the device sent, where it is known
 */
public record DeadLetter(
    String integration,
    Instant time,
    Kind kind,
    String reason,
    Optional<byte[]> item,
    Optional<OriginalPayload> payload) {

  /** The longest reason that is kept. */
  public static final int MAX_REASON = 4000;

  public DeadLetter {
    Objects.requireNonNull(integration, "integration");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(item, "item");
    Objects.requireNonNull(payload, "payload");
    reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "..." : reason;
  }

  /**
   * An item that ThingsBoard refused for good, its payload not known any more.
   *
   * @param reason ThingsBoard's own text
   * @param item not copied: must not change afterwards
   */
  public static DeadLetter refused(String integration, Instant time, String reason, byte[] item) {
    return new DeadLetter(
        integration, time, Kind.REFUSED_BY_SERVER, reason, Optional.of(item), Optional.empty());
  }

  /** A payload of which the converter made nothing that can be sent. */
  public static DeadLetter notConverted(
      String integration, Instant time, String reason, OriginalPayload payload) {
    return new DeadLetter(
        integration, time, Kind.CONVERTER, reason, Optional.empty(), Optional.of(payload));
  }

  /**
   * Whether the device was told that its reading is stored: then the letter is all that is left.
   */
  boolean wasAcknowledged() {
    return kind == Kind.REFUSED_BY_SERVER;
  }

  @Override
  public String toString() {
    return "DeadLetter["
        + integration
        + ", "
        + time
        + ", "
        + kind
        + item.map(bytes -> ", item of " + bytes.length + " bytes").orElse("")
        + payload.map(original -> ", " + original).orElse("")
        + "]";
  }

  /** What it was that failed. */
  public enum Kind {
    REFUSED_BY_SERVER,
    CONVERTER
  }
}
