package io.integrationhost.plugins.tcp;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The configuration of ThingsBoard's own TCP integration. Keys of handlers other than the chosen
 * one are expected and not looked at: ThingsBoard's form sends them.
 */
final class OfficialForm {

  private static final String CLIENT = "clientConfiguration";
  private static final String HANDLER = CLIENT + ".handlerConfiguration.";

  /** The longest frame that a setting allows. */
  static final int MAX_FRAME = 16_777_216;

  private OfficialForm() {}

  /** Tells the form apart from {@code plugin.conf}, which lists the same keys as null. */
  static boolean isGiven(Config config) {
    return config.hasPath(CLIENT) && !config.getConfig(CLIENT).entrySet().isEmpty();
  }

  static SocketSettings socket(Keys keys, Optional<InetAddress> address) {
    return new SocketSettings(
        address,
        keys.whole(CLIENT + ".port", 0, 65_535, 10_560),
        keys.whole(CLIENT + ".soBacklogOption", 1, 65_535, 128),
        keys.whole(CLIENT + ".soRcvBuf", 1, 65_535, 64) * 1024,
        keys.whole(CLIENT + ".soSndBuf", 1, 65_535, 64) * 1024,
        keys.flag(CLIENT + ".soKeepaliveOption", false),
        keys.flag(CLIENT + ".tcpNoDelay", true));
  }

  static Framing framing(Keys keys) {
    keys.object(CLIENT + ".handlerConfiguration");
    String key = HANDLER + (keys.isAbsent(HANDLER + "handlerType") ? "type" : "handlerType");
    String type = keys.text(key).orElse("BINARY");
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "TEXT" -> text(keys);
      case "BINARY" -> binary(keys);
      case "JSON" -> json(keys);
      default -> {
        keys.problem(key, type, "TEXT, BINARY or JSON");
        yield json(keys);
      }
    };
  }

  private static Framing text(Keys keys) {
    return new Framing.Text(
        maxFrameLength(keys), keys.flag(HANDLER + "stripDelimiter", true), separators(keys));
  }

  private static List<byte[]> separators(Keys keys) {
    String key = HANDLER + "messageSeparator";
    String name = keys.text(key).orElse("SYSTEM_LINE_SEPARATOR");
    return switch (name) {
      case "SYSTEM_LINE_SEPARATOR" -> List.of();
      case "NUL_DELIMITER" -> List.of(new byte[1]);
      case "CUSTOM_SEPARATOR" -> List.of(customSeparator(keys));
      default -> {
        keys.problem(key, name, "SYSTEM_LINE_SEPARATOR, NUL_DELIMITER or CUSTOM_SEPARATOR");
        yield List.of();
      }
    };
  }

  private static byte[] customSeparator(Keys keys) {
    String text = keys.text(HANDLER + "customSeparatorRawValue").orElse("");
    if (text.isEmpty()) {
      keys.missing(
          HANDLER + "customSeparatorRawValue",
          "the text that ends a message, because messageSeparator is CUSTOM_SEPARATOR");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Framing binary(Keys keys) {
    int maxFrameLength = maxFrameLength(keys);
    int offset = keys.whole(HANDLER + "lengthFieldOffset", 0, 65_535, 0);
    int length = keys.whole(HANDLER + "lengthFieldLength", 0, 8, 2);
    if (!List.of(1, 2, 3, 4, 8).contains(length)) {
      keys.problem(HANDLER + "lengthFieldLength", length, "1, 2, 3, 4 or 8");
    } else if (offset + length > maxFrameLength) {
      keys.problem(
          HANDLER + "maxFrameLength",
          maxFrameLength,
          "at least lengthFieldOffset + lengthFieldLength, which is " + (offset + length));
    }
    String order = keys.text(HANDLER + "byteOrder").orElse("LITTLE_ENDIAN");
    return new Framing.Binary(
        order.equals("LITTLE_ENDIAN") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
        maxFrameLength,
        offset,
        length,
        keys.whole(HANDLER + "lengthAdjustment", -65_535, 65_535, 0),
        keys.whole(HANDLER + "initialBytesToStrip", 0, 65_535, 0));
  }

  private static Framing json(Keys keys) {
    return new Framing.Json(keys.whole(HANDLER + "maxMessageLength", 1, MAX_FRAME, 1_048_576));
  }

  private static int maxFrameLength(Keys keys) {
    return keys.whole(HANDLER + "maxFrameLength", 1, MAX_FRAME, 128);
  }
}
