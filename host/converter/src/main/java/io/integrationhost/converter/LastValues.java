package io.integrationhost.converter;

import io.integrationhost.plugin.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The listed keys of one entity as they were last sent. */
final class LastValues {
  private static final int MAX_TEXT = 32;

  private final Map<String, String> telemetry = new HashMap<>(4);
  private final Map<String, String> attributes = new HashMap<>(4);
  private Optional<CompletionStage<?>> onItsWay = Optional.empty();

  /** The last ones, while they are being stored. */
  Optional<CompletionStage<?>> onItsWay() {
    return onItsWay;
  }

  void onItsWay(Optional<CompletionStage<?>> stored) {
    onItsWay = stored;
  }

  Map<String, Value> changedTelemetry(Set<String> listed, Map<String, Value> values) {
    return changed(telemetry, listed, values);
  }

  Map<String, Value> changedAttributes(Set<String> listed, Map<String, Value> values) {
    return changed(attributes, listed, values);
  }

  void retain(Set<String> listed) {
    telemetry.keySet().retainAll(listed);
    attributes.keySet().retainAll(listed);
  }

  private static Map<String, Value> changed(
      Map<String, String> last, Set<String> listed, Map<String, Value> values) {
    Map<String, Value> left = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          String text = listed.contains(key) ? comparable(value) : null;
          if (text == null || !text.equals(last.put(key, text))) {
            left.put(key, value);
          }
        });
    return left;
  }

  /** Long texts as a hash, which bounds the memory. */
  private static String comparable(Value value) {
    String text = text(value);
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-1, this one does not", e);
    }
  }

  /** Without the type: the number 5 and the text "5" are the same (facts 5.5). */
  private static String text(Value value) {
    if (value instanceof Value.StringValue string) {
      return string.value();
    }
    if (value instanceof Value.JsonValue json) {
      return json.text();
    }
    if (value instanceof Value.LongValue number) {
      return Long.toString(number.value());
    }
    if (value instanceof Value.DoubleValue number) {
      return Double.toString(number.value());
    }
    return Boolean.toString(((Value.BooleanValue) value).value());
  }
}
