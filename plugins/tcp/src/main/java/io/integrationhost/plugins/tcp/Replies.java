package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.Receipt;
import java.util.Optional;

/** What devices are told, as the configuration says it; empty: nothing. */
record Replies(byte[] connected, byte[] accepted, byte[] stored, byte[] refused) {

  private static final String HEX = "hex:";

  static Replies read(Keys keys) {
    return new Replies(
        bytes(keys, "onConnect"),
        bytes(keys, "onAccepted"),
        bytes(keys, "onStored"),
        bytes(keys, "onRefused"));
  }

  /** Bytes as people write them: a text, or {@code hex:} and digits; none when not given. */
  static byte[] bytes(Keys keys, String key) {
    return keys.parsed(
            key, "a text, or hex: and digits such as hex:06 0d", text -> Optional.of(bytes(text)))
        .orElse(new byte[0]);
  }

  private static byte[] bytes(String text) {
    return text.startsWith(HEX) ? Bytes.hex(text.substring(HEX.length())) : Bytes.utf8(text);
  }

  boolean areNone() {
    return connected.length + accepted.length + stored.length + refused.length == 0;
  }

  Answer whenStored() {
    return stored.length + refused.length == 0
        ? Answer.NONE
        : receipt -> receipt instanceof Receipt.Rejected ? refused : stored;
  }
}
