package io.integrationhost.converter;

import io.integrationhost.converter.Dispatcher.Assignment;
import io.integrationhost.converter.ScriptLanguage.Realm;

/** Runs scripts within what they may use: here or in another process. For one worker. */
interface Runner {

  /** Runs a script once; a failure of any kind is in what it returns. */
  Ran run(Assignment assignment, Realm realm, ScriptArguments arguments, Allowance allowance);

  /**
   * What became of a call.
   *
   * @param result null when the script returned nothing, or failed
   * @param failure null when it ended well
   * @param nanos that it took from others; negative for one so short that nobody looked
   * @param abandoned whether somebody else has answered the message and released the lane
   */
  record Ran(ScriptResult result, ScriptFailure failure, long nanos, boolean abandoned) {
    static Ran well(ScriptResult result, long nanos) {
      return new Ran(result, null, nanos, false);
    }

    static Ran failed(ScriptFailure failure, long nanos) {
      return new Ran(null, failure, nanos, false);
    }
  }
}
