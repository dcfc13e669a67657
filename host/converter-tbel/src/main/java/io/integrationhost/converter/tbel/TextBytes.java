package io.integrationhost.converter.tbel;

import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import org.mvel2.ExecutionContext;
import org.mvel2.execution.ExecutionArrayList;

/** Text and bytes; UTF-8 unless a character set is named. */
public final class TextBytes {
  private static final int MAX_UNSIGNED = 255;

  private TextBytes() {}

  public static String bytesToString(List<?> bytes) {
    return new String(bytes(bytes), StandardCharsets.UTF_8);
  }

  public static String bytesToString(List<?> bytes, String charset)
      throws UnsupportedEncodingException {
    return new String(bytes(bytes), charset(charset));
  }

  public static String decodeToString(List<?> bytes) {
    return bytesToString(bytes);
  }

  public static String decodeToString(List<?> bytes, String charset)
      throws UnsupportedEncodingException {
    return bytesToString(bytes, charset);
  }

  public static ExecutionArrayList<Byte> stringToBytes(ExecutionContext context, Object text) {
    return ScriptLists.of(context, text(text).getBytes(StandardCharsets.UTF_8));
  }

  public static ExecutionArrayList<Byte> stringToBytes(
      ExecutionContext context, Object text, String charset) throws UnsupportedEncodingException {
    return ScriptLists.of(context, text(text).getBytes(charset(charset)));
  }

  private static Charset charset(String name) throws UnsupportedEncodingException {
    try {
      return Charset.forName(name);
    } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
      throw new UnsupportedEncodingException(name);
    }
  }

  private static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    String type = value == null ? "null" : value.getClass().getSimpleName();
    throw new IllegalArgumentException("Invalid type parameter [" + type + "]. Expected 'String'");
  }

  private static byte[] bytes(List<?> list) {
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = toByte(list.get(i));
    }
    return bytes;
  }

  private static byte toByte(Object element) {
    if (element instanceof Byte number) {
      return number;
    }
    if (element instanceof Integer number) {
      return checked(element, number);
    }
    if (element instanceof String text) {
      Integer number = TextToIntegers.parseInt(text);
      if (number == null) {
        throw new IllegalArgumentException("A text in the list of bytes is empty");
      }
      return checked(element, number);
    }
    throw new NumberFormatException(
        refused(element) + "Must be a HexDecimal/String/Integer/Byte format !");
  }

  private static byte checked(Object element, int number) {
    if (number < Byte.MIN_VALUE || number > MAX_UNSIGNED) {
      throw new NumberFormatException(
          refused(element)
              + "Integer to byte conversion requires the use of only 8 bits (with a range of"
              + " min/max = -128/255)!");
    }
    return (byte) number;
  }

  private static String refused(Object element) {
    return "The value '" + element + "' could not be correctly converted to a byte. ";
  }
}
