package io.integrationhost.converter;

import com.google.gson.JsonElement;

/** What a script returned, as JSON. Thread safe. */
interface ScriptResult {

  /** As the script's language writes it. */
  String text();

  /**
   * The same, read.
   *
   * @throws ScriptFailure when the text is no JSON, as a TBEL script may return any text
   */
  JsonElement tree();
}
