package io.integrationhost.plugins.udp;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.Receipt;
import java.util.Optional;

/**
 * What devices are told; empty: nothing.
 *
 * @param separator whether a datagram with a line end follows each downlink
 */
record Replies(boolean separator, byte[] accepted, byte[] stored, byte[] refused) {

  static Replies read(Keys keys, boolean official) {
    Keys replies = keys.section("replies");
    return new Replies(
        keys.flag("separatorDatagram", official),
        bytes(replies, "onAccepted"),
        bytes(replies, "onStored"),
        bytes(replies, "onRefused"));
  }

  /** Bytes as people write them: a text, or {@code hex:} and digits; none when not given. */
  private static byte[] bytes(Keys keys, String key) {
    return keys.parsed(
            key,
            "a text, or hex: and digits such as hex:06 0d",
            text ->
                Optional.of(
                    text.startsWith("hex:") ? Bytes.hex(text.substring(4)) : Bytes.utf8(text)))
        .orElse(new byte[0]);
  }

  Answer whenStored() {
    return stored.length + refused.length == 0
        ? Answer.NONE
        : receipt -> receipt instanceof Receipt.Rejected ? refused : stored;
  }
}
