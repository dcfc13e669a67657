package io.integrationhost.converter;

/** Runs scripts within what they may use: here or in another process. For one worker. */
interface Runner {

  /** Runs the script of a run's realm once; a failure of any kind is in what it returns. */
  Ran run(Run<?> run, ScriptArguments arguments, Allowance allowance);

  /**
   * What became of a call.
   *
   * @param result null when the script returned nothing, or failed
   * @param failure null when it ended well
   * @param nanos that it took from others; negative for one so short that nobody looked
   */
  record Ran(ScriptResult result, ScriptFailure failure, long nanos) {
    static Ran well(ScriptResult result, long nanos) {
      return new Ran(result, null, nanos);
    }

    static Ran failed(ScriptFailure failure, long nanos) {
      return new Ran(null, failure, nanos);
    }
  }
}
