package io.integrationhost.converter.dedicated;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A type of integration that a converter can be dedicated to (facts 5.6). Thread safe. */
public final class Platform {
  static final List<Platform> ALL =
      List.of(
          new Platform("CHIRPSTACK", ChirpStackMessage.ENVELOPE),
          new Platform("TTN", ThingsStackMessage.ENVELOPE),
          new Platform("TTI", ThingsStackMessage.ENVELOPE),
          new Platform("LORIOT", LoriotMessage.ENVELOPE),
          new Platform("THINGPARK", ThingParkMessage.ENVELOPE),
          new Platform("TPE", ThingParkMessage.ENVELOPE));

  private final String name;
  private final Envelope envelope;

  private Platform(String name, Envelope envelope) {
    this.name = name;
    this.envelope = envelope;
  }

  /** Absent for a type that no converter can be dedicated to. */
  public static Optional<Platform> of(String integrationType) {
    return ALL.stream().filter(each -> each.name.equals(integrationType)).findFirst();
  }

  /** All names, with commas, for a sentence. */
  public static String names() {
    return ALL.stream().map(each -> each.name).collect(Collectors.joining(", "));
  }

  /**
   * Takes a message of the platform apart.
   *
   * @param message as received; UTF-8 text of a JSON object
   * @param now milliseconds, for a message that tells no time
   * @throws UnwrapException when the message is no such text or its payload cannot be decoded
   */
  public Unwrapped unwrap(byte[] message, long now) {
    return envelope.unwrap(new MessageReader(name).read(message), now);
  }

  Envelope envelope() {
    return envelope;
  }

  /** The type of integration, as ThingsBoard writes it. */
  @Override
  public String toString() {
    return name;
  }
}
