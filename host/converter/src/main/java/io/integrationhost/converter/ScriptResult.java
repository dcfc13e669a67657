package io.integrationhost.converter;

import com.google.gson.JsonElement;
import java.util.List;

/** What a script returned, as JSON. Thread safe. */
interface ScriptResult {

  /** What the script wrote to its console, in lines; few and short. */
  default List<String> console() {
    return List.of();
  }

  /** As the script's language writes it. */
  String text();

  /**
   * The same, read.
   *
   * @throws ScriptFailure when the text is no JSON, as a TBEL script may return any text
   */
  JsonElement tree();
}
