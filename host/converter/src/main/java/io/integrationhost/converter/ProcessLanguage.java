package io.integrationhost.converter;

/**
 * A language whose scripts run in another process. What can be told without running a script is
 * told here.
 */
record ProcessLanguage(String name, ScriptLanguage here, ProcessKeeper keeper)
    implements ScriptLanguage {

  /** Waits until there is a process. */
  @Override
  public void warmUp() {
    keeper.session();
  }

  @Override
  public ConverterLimits.Sizes sizes() {
    return here.sizes();
  }

  @Override
  public ConverterLimits.Budget budget(ConverterLimits.Budget ofHost, boolean first) {
    return here.budget(ofHost, first);
  }

  @Override
  public Script script(String body, Direction direction) {
    here.script(body, direction);
    return () -> new ProcessRealm(name, body, direction, keeper.session());
  }

  @Override
  public void close() {}
}
