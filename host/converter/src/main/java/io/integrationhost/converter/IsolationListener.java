package io.integrationhost.converter;

/**
 * Hears of scripts that nothing could stop. Called on threads of the engine, under no lock: must be
 * short and must not block.
 */
public interface IsolationListener {

  /** All scripts of an integration are blocked from now on. */
  void blocked(ScriptBlock block);

  /** They are not any more: somebody lifted the block, or another day began. */
  void lifted(String integration);

  /**
   * As many threads are lost as there are processors, and scripts may run in threads only: the
   * process had better end. Called once.
   *
   * @param reason one sentence without a full stop
   */
  void exhausted(String reason);

  /** Does nothing. */
  static IsolationListener none() {
    return new IsolationListener() {
      @Override
      public void blocked(ScriptBlock block) {}

      @Override
      public void lifted(String integration) {}

      @Override
      public void exhausted(String reason) {}
    };
  }
}
