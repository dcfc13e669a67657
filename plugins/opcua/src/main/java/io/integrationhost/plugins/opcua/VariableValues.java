package io.integrationhost.plugins.opcua;

import io.integrationhost.kit.Values;
import io.integrationhost.plugin.Value;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;

/** VariableValues of variables as texts, as JSON and as ThingsBoard keeps them. */
final class VariableValues {

  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int DEEPEST = 10;
  private static final long TICKS = 10_000_000;
  private static final long NANOS_PER_TICK = 100;
  private static final long SECONDS_TO_1970 = 11_644_473_600L;

  private VariableValues() {}

  /** What ThingsBoard's own integration gives to the converter; null for null. */
  static String text(Object value) {
    Object plain = plain(value, 0);
    if (plain == null || plain instanceof String) {
      return (String) plain;
    }
    // A double is 21.0 there, and a float 21.6.
    return plain instanceof List ? Values.json(plain) : plain.toString();
  }

  /** Null, Boolean, Number, String or a list of them. */
  static Object plain(Object value) {
    return plain(value, 0);
  }

  private static Object plain(Object value, int depth) {
    if (value == null
        || value instanceof Boolean
        || value instanceof String
        || (value instanceof Number && !(value instanceof ULong))) {
      return value;
    }
    if (value instanceof ULong number) {
      return number.toBigInteger();
    }
    if (value instanceof DateTime time) {
      return instant(time).toString();
    }
    if (value instanceof XmlElement xml) {
      return xml.getFragment();
    }
    if (value instanceof LocalizedText text) {
      return text.text();
    }
    if (value instanceof QualifiedName name) {
      return name.toParseableString();
    }
    if (value instanceof NodeId node) {
      return node.toParseableString();
    }
    if (value instanceof ExpandedNodeId node) {
      return node.toParseableString();
    }
    if (value instanceof StatusCode status) {
      return Words.status(status);
    }
    if (value instanceof ByteString bytes) {
      return bytes.isNull() ? null : Base64.getEncoder().encodeToString(bytes.bytesOrEmpty());
    }
    if (depth < DEEPEST && value instanceof Variant variant) {
      return plain(variant.value(), depth + 1);
    }
    if (depth < DEEPEST && value instanceof Matrix matrix) {
      return isWhole(matrix) ? plain(matrix.nestedArrayValue(), depth + 1) : null;
    }
    if (depth < DEEPEST && value.getClass().isArray()) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        list.add(plain(Array.get(value, i), depth + 1));
      }
      return list;
    }
    return value.toString();
  }

  /** The library's own is a second late before 1970. */
  private static Instant instant(DateTime time) {
    return Instant.ofEpochSecond(
        Math.floorDiv(time.getUtcTime(), TICKS) - SECONDS_TO_1970,
        Math.floorMod(time.getUtcTime(), TICKS) * NANOS_PER_TICK);
  }

  /** What a server says of the size of an array is memory that we would ask for. */
  private static boolean isWhole(Matrix matrix) {
    int length = matrix.getElements() == null ? 0 : Array.getLength(matrix.getElements());
    long size = 1;
    for (int each : matrix.getDimensions()) {
      size *= each;
      if (each < 0 || size > length) {
        return false;
      }
    }
    return size == length && length > 0;
  }

  /** As ThingsBoard keeps it; empty for null and for numbers that are none. */
  static Optional<Value> decoded(Object value) {
    Object plain = plain(value, 0);
    if (plain == null) {
      return Optional.empty();
    }
    if (plain instanceof Boolean flag) {
      return Optional.of(Value.of(flag));
    }
    if (plain instanceof Float || plain instanceof Double) {
      // 21.6 as a float is 21.6 for people, not 21.600000381469727.
      double number = plain instanceof Double exact ? exact : Double.parseDouble(plain.toString());
      return Double.isFinite(number) ? Optional.of(Value.of(number)) : Optional.empty();
    }
    if (plain instanceof BigInteger big && big.compareTo(LARGEST) > 0) {
      return Optional.of(Value.of(big.toString()));
    }
    if (plain instanceof Number number) {
      return Optional.of(Value.of(number.longValue()));
    }
    return Optional.of(
        plain instanceof List ? Value.json(Values.json(plain)) : Value.of(plain.toString()));
  }
}
