package io.integrationhost.converter;

import java.util.List;
import java.util.Map;

/** One message and what becomes of it. Used by one worker. */
interface Call<T> {

  /**
   * What the script gets. Made on a worker, within no limit: must be quick.
   *
   * @throws ScriptFailure when the message cannot be given to the script
   */
  ScriptArguments arguments();

  /** The metadata that the script sees; complete after {@link #arguments}. */
  Map<String, String> metadata();

  /**
   * Reads what the script returned.
   *
   * @param result null when the script returned nothing
   * @throws ScriptFailure when the result breaks the rules
   */
  List<T> read(ScriptResult result);
}
