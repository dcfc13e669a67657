package io.integrationhost.converter.tbel;

import java.util.HexFormat;
import java.util.List;
import org.mvel2.ExecutionContext;
import org.mvel2.execution.ExecutionArrayList;

/** Hexadecimal text and bytes. */
public final class HexBytes {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private HexBytes() {}

  public static ExecutionArrayList<Byte> hexToBytes(ExecutionContext context, String value) {
    return ScriptLists.of(context, hexToBytesArray(value));
  }

  public static byte[] hexToBytesArray(String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("Hex string must be not empty!");
    }
    String digits = value.startsWith("0x") || value.startsWith("0X") ? value.substring(2) : value;
    if (digits.length() % 2 != 0) {
      throw new IllegalArgumentException("Hex string must be even-length.");
    }
    if (Checks.isHexadecimal(digits) < 0) {
      throw Numeral.unreadable(value);
    }
    byte[] bytes = new byte[digits.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(digits, 2 * i, 2 * i + 2, 16);
    }
    return bytes;
  }

  public static String bytesToHex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  /** Numbers are cut to 8 bits, as the language does when it makes an array of them. */
  public static String bytesToHex(List<?> list) {
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      Object each = list.get(i);
      bytes[i] =
          each instanceof Number number ? number.byteValue() : Byte.parseByte(String.valueOf(each));
    }
    return bytesToHex(bytes);
  }

  public static ExecutionArrayList<Integer> printUnsignedBytes(
      ExecutionContext context, List<?> bytes) {
    ExecutionArrayList<Integer> numbers = new ExecutionArrayList<>(context);
    for (Object each : bytes) {
      if (!(each instanceof Byte number)) {
        throw new IllegalArgumentException("The element " + each + " of the list is no byte");
      }
      numbers.add(Byte.toUnsignedInt(number));
    }
    return numbers;
  }

  public static ExecutionArrayList<Byte> bytesToExecutionArrayList(
      ExecutionContext context, byte[] bytes) {
    return ScriptLists.of(context, bytes);
  }
}
