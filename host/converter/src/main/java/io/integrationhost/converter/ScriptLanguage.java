package io.integrationhost.converter;

import org.slf4j.LoggerFactory;

/** A language that scripts are written in. Thread safe. */
interface ScriptLanguage extends AutoCloseable {

  /**
   * Makes the language ready; slow the first time, cheap afterwards. Called by workers outside of
   * the limits of a call, as a cold start is not the script's fault.
   */
  void warmUp();

  /** How long scripts, their arguments and results may be. */
  ConverterLimits.Sizes sizes();

  /**
   * What one call may use.
   *
   * @param ofHost what the host allows a call
   * @param first whether it is the first call in its realm, which compiles the script
   */
  default ConverterLimits.Budget budget(ConverterLimits.Budget ofHost, boolean first) {
    return ofHost;
  }

  /**
   * Checks what can be checked without running or compiling anything.
   *
   * @throws ScriptFailure when the body is refused
   */
  Script script(String body, Direction direction);

  @Override
  void close();

  /** One version of one converter's script. Thread safe. */
  interface Script {
    /** A fresh realm; the script's own code has not run yet. */
    Realm open();
  }

  /**
   * Where one script runs: globals that no other script sees. Used by one thread at a time, except
   * {@link #interrupt}.
   */
  interface Realm {
    /**
     * Runs the script once.
     *
     * @return null when the script returned nothing
     * @throws ScriptFailure when the script fails
     */
    ScriptResult call(ScriptArguments arguments);

    /**
     * Makes a running call fail, from another thread. Afterwards the realm may only be closed.
     *
     * @param graceMillis how long to wait at most
     */
    void interrupt(long graceMillis);

    /** Whether it can still be called: what it needs may be gone. */
    default boolean isUsable() {
      return true;
    }

    void close();

    /** Closes it; a failure to do so, of whatever kind, is only logged. */
    default void discard() {
      try {
        close();
      } catch (Throwable e) {
        LoggerFactory.getLogger(ScriptLanguage.class)
            .warn("A script's realm did not close cleanly: {}", String.valueOf(e));
      }
    }
  }
}
