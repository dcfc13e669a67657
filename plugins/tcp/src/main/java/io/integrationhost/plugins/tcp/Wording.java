package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.Receipt;
import java.util.Arrays;
import java.util.Optional;

/** How texts are quoted for the converter and downlinks end, and replies to frames; empty: none. */
record Wording(
    boolean quoted,
    boolean lineEnds,
    byte[] connected,
    byte[] accepted,
    byte[] stored,
    byte[] refused) {

  private static final String ESCAPED = "\"\\\b\t\n\f\r";
  private static final String ESCAPES = "\"\\btnfr";

  static Wording read(Keys keys, boolean official) {
    Keys replies = keys.section("replies");
    return new Wording(
        keys.flag("quoteText", false),
        keys.flag("appendLineEndToDownlinks", official),
        bytes(replies, "onConnect"),
        bytes(replies, "onAccepted"),
        bytes(replies, "onStored"),
        bytes(replies, "onRefused"));
  }

  /** Bytes as people write them: a text, or {@code hex:} and digits; none when not given. */
  static byte[] bytes(Keys keys, String key) {
    return keys.parsed(
            key, "a text, or hex: and digits such as hex:06 0d", text -> Optional.of(bytes(text)))
        .orElse(new byte[0]);
  }

  private static byte[] bytes(String text) {
    return text.startsWith("hex:") ? Bytes.hex(text.substring(4)) : Bytes.utf8(text);
  }

  boolean isSilent() {
    return connected.length + accepted.length + stored.length + refused.length == 0;
  }

  Answer whenStored() {
    return stored.length + refused.length == 0
        ? Answer.NONE
        : receipt -> receipt instanceof Receipt.Rejected ? refused : stored;
  }

  /** A text as the converter gets it. */
  byte[] uplink(byte[] bytes) {
    if (!quoted) {
      return bytes;
    }
    var json = new StringBuilder("\"");
    for (char each : Bytes.utf8(bytes).toCharArray()) {
      int escape = ESCAPED.indexOf(each);
      if (escape >= 0) {
        json.append('\\').append(ESCAPES.charAt(escape));
      } else {
        json.append(each < ' ' ? String.format("\\u%04X", (int) each) : String.valueOf(each));
      }
    }
    return Bytes.utf8(json.append('"').toString());
  }

  /** A downlink as the device gets it. */
  byte[] downlink(byte[] payload) {
    byte[] line = Arrays.copyOf(payload, payload.length + (lineEnds ? 1 : 0));
    if (lineEnds) {
      line[payload.length] = '\n';
    }
    return line;
  }
}
