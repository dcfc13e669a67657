package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.ContentType;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how frames are told apart, in either form; {@code plugin.conf} says what the keys mean. */
record Frames(Keys keys, int maxUnlessGiven) {

  /** All that the own form has; ThingsBoard's has the first three. */
  enum Kind {
    TEXT,
    BINARY,
    JSON,
    HEX,
    FIXED,
    MARKS,
    QUIET
  }

  Settings.Framed of(Kind kind) {
    return switch (kind) {
      case TEXT -> new Settings.Framed(text(), ContentType.TEXT);
      case JSON -> new Settings.Framed(json(), ContentType.JSON);
      case BINARY -> binary(Framing.lengthField(lengthField()));
      case HEX -> binary(hex());
      case FIXED -> binary(Framing.fixed(keys.whole("frameLength", 1, Framing.LONGEST)));
      case MARKS -> binary(Framing.marks(marks()));
      case QUIET -> {
        int ms = keys.whole("quietTimeMs", 1, 60_000, 100);
        yield binary(Framing.quiet(Duration.ofMillis(ms), maxFrameLength()));
      }
    };
  }

  private static Settings.Framed binary(Framing<byte[]> framing) {
    return new Settings.Framed(framing, ContentType.BINARY);
  }

  private int maxFrameLength() {
    return keys.whole("maxFrameLength", 1, Framing.LONGEST, maxUnlessGiven);
  }

  private Framing<byte[]> text() {
    Optional<byte[][]> separators =
        keys.parsed(
            "messageSeparator",
            "SYSTEM_LINE_SEPARATOR, NUL_DELIMITER or CUSTOM_SEPARATOR",
            this::separators);
    boolean strip = keys.flag("stripDelimiter", true);
    return Framing.separator(maxFrameLength(), strip, separators.orElse(new byte[0][]));
  }

  private Optional<byte[][]> separators(String name) {
    return switch (name) {
      case "SYSTEM_LINE_SEPARATOR" -> Optional.of(new byte[0][]);
      case "NUL_DELIMITER" -> Optional.of(new byte[][] {new byte[1]});
      case "CUSTOM_SEPARATOR" -> Optional.of(new byte[][] {customSeparator()});
      default -> Optional.empty();
    };
  }

  private byte[] customSeparator() {
    String key = "customSeparatorRawValue";
    String text = keys.text(key, "");
    if (text.isEmpty()) {
      keys.problem(
          key, "the text that ends a message, because messageSeparator is CUSTOM_SEPARATOR");
    }
    return text.isEmpty() ? new byte[1] : Bytes.utf8(text);
  }

  Framing.LengthField lengthField() {
    int max = maxFrameLength();
    int offset = keys.whole("lengthFieldOffset", 0, 65_535, 0);
    int length = keys.whole("lengthFieldLength", 0, 8, 2);
    if (!List.of(1, 2, 3, 4, 8).contains(length)) {
      keys.problem("lengthFieldLength", "1, 2, 3, 4 or 8");
      length = 1;
    }
    if (offset + length > max) {
      String least = "lengthFieldOffset + lengthFieldLength, which is " + (offset + length);
      keys.say("maxFrameLength", "must be at least " + least + ", is " + max);
      max = Framing.LONGEST;
    }
    boolean isLittle = keys.text("byteOrder", "LITTLE_ENDIAN").equals("LITTLE_ENDIAN");
    return new Framing.LengthField(
        isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
        max,
        offset,
        length,
        keys.whole("lengthAdjustment", -65_535, 65_535, 0),
        keys.whole("initialBytesToStrip", 0, 65_535, 0),
        true);
  }

  private Framing<byte[]> json() {
    String key = "maxMessageLength";
    return Framing.json(keys.whole(key, 1, Framing.LONGEST, 1_048_576))
        .limitedBy("handlerConfiguration." + key);
  }

  private Framing<byte[]> hex() {
    Framing<byte[]> lines = Framing.lines(maxFrameLength()).limitedBy("maxFrameLength");
    return lines.map(line -> Bytes.hex(Bytes.ascii(line)));
  }

  private Framing.Marks marks() {
    boolean strip = keys.flag("stripDelimiter", true);
    return new Framing.Marks(mark("startMark"), mark("endMark"), maxFrameLength(), strip, escape());
  }

  private byte[] mark(String key) {
    byte[] mark = Wording.bytes(keys, key);
    if (mark.length == 0) {
      keys.problem(key, "a text, or hex: and digits such as hex:02");
    }
    return mark.length == 0 ? new byte[1] : mark;
  }

  private Optional<Framing.Escape> escape() {
    byte[] mark = Wording.bytes(keys, "escape");
    Optional<Integer> bits = keys.wholeIfGiven("escapeXor", 0, 255);
    byte[] pairs = Wording.bytes(keys, "escapeCodes");
    if (mark.length > 1 || pairs.length % 2 > 0) {
      keys.problem(mark.length > 1 ? "escape" : "escapeCodes", "one byte, or pairs of bytes");
    }
    Map<Byte, Byte> codes = new HashMap<>();
    for (int at = 1; at < pairs.length; at += 2) {
      codes.put(pairs[at - 1], pairs[at]);
    }
    if (mark.length == 0) {
      return Optional.empty();
    }
    var other =
        codes.isEmpty() ? Framing.Escape.literal(mark[0]) : Framing.Escape.codes(mark[0], codes);
    return Optional.of(bits.map(some -> Framing.Escape.xor(mark[0], some)).orElse(other));
  }
}
