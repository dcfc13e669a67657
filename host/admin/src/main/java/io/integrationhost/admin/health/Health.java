package io.integrationhost.admin.health;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** How something is, with all that was looked at. */
public record Health(Status status, List<Check> checks) {

  /** From well to not at all; in this order. */
  public enum Status {
    UP,
    DEGRADED,
    DOWN
  }

  /**
   * One thing that was looked at.
   *
   * @param reason for people; empty when there is nothing to say
   */
  public record Check(String name, Status status, String reason) {}

  public Health {
    checks = List.copyOf(checks);
  }

  /** As bad as the worst. */
  static Health of(List<Check> checks) {
    Status worst = checks.stream().map(Check::status).max(Status::compareTo).orElse(Status.UP);
    return new Health(worst, checks);
  }

  /**
   * As the API tells it.
   *
   * @param withReasons whether whoever asks may read them
   */
  public JsonObject json(boolean withReasons) {
    JsonArray all = new JsonArray();
    for (Check check : checks) {
      JsonObject json = new JsonObject();
      json.addProperty("name", check.name());
      json.addProperty("status", check.status().name());
      if (withReasons && !check.reason().isEmpty()) {
        json.addProperty("reason", check.reason());
      }
      all.add(json);
    }
    JsonObject json = new JsonObject();
    json.addProperty("status", status.name());
    json.add("checks", all);
    return json;
  }
}
