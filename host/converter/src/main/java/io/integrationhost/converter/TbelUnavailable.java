package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;

/** Stands where TBEL will be, so that its converters fail with a clear text. */
final class TbelUnavailable implements ScriptLanguage {
  @Override
  public void warmUp() {}

  @Override
  public Script script(String body) {
    throw new ScriptFailure(
        Kind.CONFIGURATION,
        "The script is written in TBEL, which is not available in this version; write the"
            + " converter in JavaScript");
  }

  @Override
  public void close() {}
}
