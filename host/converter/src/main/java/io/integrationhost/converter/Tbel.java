package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import java.time.Duration;
import java.util.Map;

/** TBEL, run by the vendor's own language library with our functions in it. */
final class Tbel implements ScriptLanguage {
  private final ConverterLimits.Tbel limits;

  Tbel(ConverterLimits.Tbel limits) {
    this.limits = limits;
  }

  @Override
  public void warmUp() {
    if (limits.enabled()) {
      new TbelRealm(new TbelProgram("return {a: payload.length};"), limits)
          .call(UplinkArguments.of(new byte[] {'1'}, Map.of()));
    }
  }

  @Override
  public ConverterLimits.Sizes sizes() {
    return limits.sizes();
  }

  /**
   * No limit of what is allocated: an empty loop makes gigabytes of garbage in a second, and what a
   * script's values really take is counted by the language.
   */
  @Override
  public ConverterLimits.Budget budget(ConverterLimits.Budget ofHost, boolean first) {
    Duration cpu = first ? limits.cpuTime().multipliedBy(2) : limits.cpuTime();
    Duration patient = cpu.multipliedBy(4);
    return new ConverterLimits.Budget(
        cpu,
        patient.compareTo(ofHost.wallTime()) > 0 ? patient : ofHost.wallTime(),
        ofHost.grace(),
        Long.MAX_VALUE);
  }

  @Override
  public Script script(String body, Direction direction) {
    if (!limits.enabled()) {
      throw new ScriptFailure(Kind.CONFIGURATION, "TBEL script engine is disabled!");
    }
    if (body.length() > limits.sizes().script()) {
      throw new ScriptFailure(
          Kind.SIZE,
          "Script body exceeds maximum allowed size of " + limits.sizes().script() + " symbols");
    }
    if (body.isBlank()) {
      throw new ScriptFailure(Kind.CONFIGURATION, "Script body is empty");
    }
    return () -> new TbelRealm(new TbelProgram(body), limits);
  }

  @Override
  public void close() {}
}
