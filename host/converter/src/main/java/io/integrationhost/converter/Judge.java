package io.integrationhost.converter;

/** Decides about the calls of one script, and hears what became of them. Thread safe. */
interface Judge {

  /**
   * Throws a {@link ScriptFailure} when the script must not run now.
   *
   * @param source whom the message came from
   */
  void check(String source);

  /** What a call may use now, given what it may use usually. */
  Allowance allowance(ConverterLimits.Budget usual);

  /**
   * A message was converted; need not be told of short calls.
   *
   * @param nanos of processor time
   */
  void succeeded(long nanos);

  /**
   * A message was tried and failed; or was refused, which changes nothing.
   *
   * @param cost nanoseconds of processor time; on the wall for a call that filled the memory
   */
  void failed(ScriptFailure failure, String source, long cost);

  /** The last call that failed could not be stopped: its thread, or its process, is lost. */
  void lost();

  /**
   * A thread of this process is held by a call that nothing stops, or is free again after all.
   *
   * @param held whether it is held from now on
   */
  default void holdsThread(boolean held) {}
}
