package io.integrationhost.testkit;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Uplink;
import java.util.List;

/**
 * What came of what a device said.
 *
 * @param uplinks what was published, without sources and times
 * @param heard what the device was sent
 */
record Outcome(List<String> uplinks, String heard) {

  static Outcome of(List<Uplink> uplinks, byte[] heard) {
    return new Outcome(uplinks.stream().map(Outcome::text).toList(), Bytes.hex(heard));
  }

  private static String text(Uplink uplink) {
    if (uplink instanceof Uplink.Payload payload) {
      return payload.deviceName() + " " + payload.contentType() + " " + Bytes.hex(payload.bytes());
    }
    return Decoded.of(List.of(uplink)).all().toString();
  }
}
