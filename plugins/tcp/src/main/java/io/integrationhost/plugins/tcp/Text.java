package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Bytes;
import java.util.Arrays;

/**
 * What is done to messages on their way between device and converter.
 *
 * @param quoted whether the converter gets texts as JSON strings
 * @param lineEnds whether a line end follows each downlink
 */
record Text(boolean quoted, boolean lineEnds) {

  private static final String ESCAPED = "\"\\\b\t\n\f\r";
  private static final String ESCAPES = "\"\\btnfr";

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
      } else if (each < ' ') {
        json.append(String.format("\\u%04X", (int) each));
      } else {
        json.append(each);
      }
    }
    return Bytes.utf8(json.append('"').toString());
  }

  /** A downlink as the device gets it. */
  byte[] downlink(byte[] payload) {
    if (!lineEnds) {
      return payload;
    }
    byte[] line = Arrays.copyOf(payload, payload.length + 1);
    line[payload.length] = '\n';
    return line;
  }
}
