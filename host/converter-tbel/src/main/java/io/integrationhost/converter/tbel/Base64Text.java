package io.integrationhost.converter.tbel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.mvel2.ExecutionContext;
import org.mvel2.execution.ExecutionArrayList;

/** Base64 in the standard alphabet; text is UTF-8. */
public final class Base64Text {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Base64Text() {}

  public static String btoa(String text) {
    return bytesToBase64(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String atob(String base64) {
    return new String(base64ToBytes(base64), StandardCharsets.UTF_8);
  }

  public static String base64ToHex(String base64) {
    return HEX.formatHex(base64ToBytes(base64));
  }

  /** Takes no prefix. */
  public static String hexToBase64(String hex) {
    return bytesToBase64(HEX.parseHex(hex));
  }

  public static byte[] base64ToBytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  public static ExecutionArrayList<Byte> base64ToBytesList(
      ExecutionContext context, String base64) {
    return ScriptLists.of(context, base64ToBytes(base64));
  }

  public static String bytesToBase64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
