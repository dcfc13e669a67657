package io.integrationhost.cli;

import com.google.gson.JsonObject;
import io.integrationhost.cli.client.IntegrationLine;
import io.integrationhost.cli.text.Amount;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalDouble;

/** What a tap shows, in a line each. */
final class FrameText {

  private static final int MOST_TEXT = 100_000;

  private FrameText() {}

  /** One message with what became of it. */
  static String line(JsonObject frame) {
    boolean up = !IntegrationLine.text(frame, "direction").equals("DOWNLINK");
    StringBuilder line = new StringBuilder();
    line.append(IntegrationLine.text(frame, "time")).append(up ? " < " : " > ");
    line.append(IntegrationLine.text(frame, "transport"));
    part(line, " ", IntegrationLine.text(frame, "remoteAddress"));
    part(line, " ", quoted(IntegrationLine.text(frame, "device")));
    line.append(' ').append(PrintableText.of(payload(frame)));
    if (up) {
      uplink(line, frame);
    } else {
      outcome(line, child(frame, "outcome"));
    }
    return line.append(" #").append(number(frame)).toString();
  }

  private static void uplink(StringBuilder line, JsonObject frame) {
    JsonObject receipt = child(frame, "receipt");
    OptionalDouble items = IntegrationLine.number(child(frame, "stored"), "items");
    line.append(" -> ").append(IntegrationLine.text(receipt, "result"));
    if (items.isPresent()) {
      line.append(' ').append((long) items.getAsDouble()).append(" item(s)");
    }
    OptionalDouble time = IntegrationLine.number(receipt, "durationSeconds");
    if (time.isPresent()) {
      line.append(" in ").append(Amount.seconds(time));
    }
    JsonObject error = child(child(frame, "conversion"), "error");
    OptionalDouble at = IntegrationLine.number(error, "line");
    part(line, ": ", IntegrationLine.text(receipt, "reason"));
    if (at.isPresent()) {
      line.append(" (line ").append((long) at.getAsDouble()).append(')');
    }
  }

  private static void outcome(StringBuilder line, JsonObject outcome) {
    line.append(" -> ").append(IntegrationLine.text(outcome, "result"));
    part(line, ": ", IntegrationLine.text(outcome, "reason"));
  }

  /** What ThingsBoard answered to one. */
  static String answer(JsonObject answer) {
    StringBuilder line = new StringBuilder("  #");
    line.append(number(answer)).append(": ThingsBoard ");
    line.append(
        IntegrationLine.text(answer, "result").equals("ACCEPTED") ? "took it" : "refuses it");
    OptionalDouble time = IntegrationLine.number(answer, "durationSeconds");
    if (time.isPresent()) {
      line.append(" after ").append(Amount.seconds(time));
    }
    part(line, ": ", IntegrationLine.text(answer, "reason"));
    return line.toString();
  }

  /** The payload alone. */
  static String hex(JsonObject frame) {
    return HexFormat.of().formatHex(payload(frame));
  }

  /** The payload alone, in one line. */
  static String text(JsonObject frame) {
    return PrintableText.of(new String(payload(frame), StandardCharsets.UTF_8), MOST_TEXT);
  }

  /** As the transport handed it over, or, where it did not, as it came. */
  private static byte[] payload(JsonObject frame) {
    JsonObject published = child(child(frame, "published"), "payload");
    JsonObject bytes = published.has("base64") ? published : child(frame, "raw");
    try {
      return bytes.has("base64")
          ? Base64.getDecoder().decode(bytes.get("base64").getAsString())
          : new byte[0];
    } catch (IllegalArgumentException e) {
      // Of a later host; the rest of the line still tells something.
      return new byte[0];
    }
  }

  private static long number(JsonObject json) {
    return (long) IntegrationLine.number(json, "frame").orElse(0);
  }

  private static String quoted(String name) {
    return name.isEmpty() ? "" : "'" + name + "'";
  }

  private static void part(StringBuilder line, String before, String text) {
    if (!text.isEmpty()) {
      line.append(before).append(text);
    }
  }

  private static JsonObject child(JsonObject json, String key) {
    return json.get(key) instanceof JsonObject child ? child : new JsonObject();
  }
}
