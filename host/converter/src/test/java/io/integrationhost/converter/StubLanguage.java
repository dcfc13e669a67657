package io.integrationhost.converter;

import java.util.function.Supplier;

/** A language that has no scripts, only realms that do what a test needs. */
record StubLanguage(Supplier<ScriptLanguage.Realm> realms) implements ScriptLanguage {
  @Override
  public void warmUp() {}

  @Override
  public ConverterLimits.Sizes sizes() {
    return ConverterLimits.defaults().sizes();
  }

  @Override
  public Script script(String body, Direction direction) {
    return realms::get;
  }

  @Override
  public void close() {}
}
