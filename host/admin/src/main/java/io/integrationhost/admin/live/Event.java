package io.integrationhost.admin.live;

import com.google.gson.JsonObject;
import io.integrationhost.host.board.Phase;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened.
 *
 * @param id counts from the start of the host
 * @param message for people; holds nothing that a device sent
 * @param state of the integration from now on
 * @param author who did it, of an action
 * @param remoteAddress from where, of an action
 */
public record Event(
    long id,
    Instant time,
    Kind kind,
    Severity severity,
    String message,
    Optional<String> integration,
    Optional<Phase> state,
    Optional<Phase> formerState,
    Optional<String> author,
    Optional<String> remoteAddress) {

  /** What it is about. */
  public enum Kind {
    STATE,
    SETTINGS,
    PLUGINS,
    LOSS,
    ACTION,
    HOST
  }

  /** How much it matters. */
  public enum Severity {
    INFO,
    WARN,
    ERROR
  }

  /** As the API tells it. */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("time", time.toString());
    json.addProperty("kind", kind.name());
    json.addProperty("severity", severity.name());
    json.addProperty("message", message);
    integration.ifPresent(name -> json.addProperty("integration", name));
    state.ifPresent(phase -> json.addProperty("state", phase.name()));
    formerState.ifPresent(phase -> json.addProperty("formerState", phase.name()));
    author.ifPresent(name -> json.addProperty("author", name));
    remoteAddress.ifPresent(address -> json.addProperty("remoteAddress", address));
    return json;
  }
}
