package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugins.teltonika.codec.Imei;
import java.util.Arrays;

/**
 * Finds devices that are stuck: that send for ever a frame which can never be accepted, so that
 * nothing behind it gets through. Thread-safe.
 */
final class PoisonWatch {

  private static final int DEVICES = 10_000;

  private record Suspect(int hash, int length, int times) {
    static final Suspect NONE = new Suspect(0, -1, 0);
  }

  private final BoundedMap<Imei, Suspect> suspects = new BoundedMap<>(DEVICES);

  /** Notes that a frame was refused for good; how often in a row it was this one. */
  int refused(Imei imei, byte[] data) {
    int hash = Arrays.hashCode(data);
    return suspects
        .change(
            imei,
            Suspect.NONE,
            last ->
                last.hash() == hash && last.length() == data.length
                    ? new Suspect(hash, data.length, last.times() + 1)
                    : new Suspect(hash, data.length, 1))
        .times();
  }

  /** Notes that a frame of the device was accepted. */
  void accepted(Imei imei) {
    suspects.forget(imei);
  }
}
