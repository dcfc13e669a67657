package io.integrationhost.cli.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.integrationhost.ground.CleanText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * An integration as the host tells of it, in a list or a snapshot.
 *
 * @param state a word of the API
 * @param paused what rests: "", "intake", "delivery", or both with a comma
 * @param values by their names in the API
 * @param json as it came
 */
public record IntegrationLine(
    String name,
    String state,
    String reason,
    Optional<Instant> since,
    String paused,
    JsonObject values,
    List<TransportLine> transports,
    JsonObject json) {

  private static final Set<String> WELL = Set.of("RUNNING", "DISABLED");
  private static final int MOST_OF_A_REASON = 1_000;

  /** A transport of it. */
  public record TransportLine(
      String name, String status, long connections, OptionalDouble received, OptionalDouble sent) {}

  /** Reads one; what is missing, or of another form as in another version, is empty. */
  public static IntegrationLine of(JsonObject json) {
    List<TransportLine> transports = new ArrayList<>();
    for (JsonObject transport : list(json, "transports")) {
      transports.add(
          new TransportLine(
              text(transport, "name"),
              text(transport, "status"),
              (long) number(transport, "connections").orElse(0),
              number(transport, "receivedBytes"),
              number(transport, "sentBytes")));
    }
    return new IntegrationLine(
        text(json, "name"),
        text(json, "state"),
        text(json, "reason"),
        time(json, "since"),
        paused(json),
        json.get("values") instanceof JsonObject values ? values : new JsonObject(),
        transports,
        json);
  }

  /** Whether nobody has to look after it. */
  public boolean isWell() {
    return WELL.contains(state);
  }

  /** The state with what rests. */
  public String condition() {
    return paused.isEmpty() ? state : state + " (paused: " + paused + ")";
  }

  /** A value, as far as it is known. */
  public OptionalDouble value(String name) {
    return number(values, name);
  }

  private static String paused(JsonObject json) {
    List<String> what = new ArrayList<>();
    if (json.get("paused") instanceof JsonObject paused) {
      for (String each : List.of("intake", "delivery")) {
        if (flag(paused, each)) {
          what.add(each);
        }
      }
    }
    return String.join(", ", what);
  }

  /** The objects in a list of an object; empty when there is none. */
  public static List<JsonObject> list(JsonObject json, String key) {
    List<JsonObject> all = new ArrayList<>();
    if (json.get(key) instanceof JsonArray array) {
      for (JsonElement each : array) {
        if (each instanceof JsonObject object) {
          all.add(object);
        }
      }
    }
    return all;
  }

  /** Whether an object says that something is so. */
  public static boolean flag(JsonObject json, String key) {
    return json.get(key) instanceof JsonPrimitive value
        && value.isBoolean()
        && value.getAsBoolean();
  }

  /** A text of an object, harmless for a terminal. */
  public static String text(JsonObject json, String key) {
    JsonElement value = json.get(key);
    return value == null || !value.isJsonPrimitive()
        ? ""
        : CleanText.of(value.getAsString(), MOST_OF_A_REASON);
  }

  /** A number of an object. */
  public static OptionalDouble number(JsonObject json, String key) {
    return json.get(key) instanceof JsonPrimitive value && value.isNumber()
        ? OptionalDouble.of(value.getAsDouble())
        : OptionalDouble.empty();
  }

  /** A time of an object. */
  public static Optional<Instant> time(JsonObject json, String key) {
    try {
      return Optional.of(text(json, key)).filter(text -> !text.isEmpty()).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
