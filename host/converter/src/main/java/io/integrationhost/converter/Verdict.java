package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Whether a script may still run: counts its errors, blocks it for a while or for good (facts 5.8).
 * Thread safe.
 */
final class Verdict {
  private final ConverterLimits.Errors limits;
  private final Direction direction;
  private final LongSupplier nanoTime;
  private final UUID scriptId = UUID.randomUUID();
  private int errors;
  private long lastError;
  private ScriptFailure forGood;

  Verdict(ConverterLimits.Errors limits, Direction direction, LongSupplier nanoTime) {
    this.limits = limits;
    this.direction = direction;
    this.nanoTime = nanoTime;
  }

  /** Throws when the script must not run now. */
  synchronized void check() {
    if (forGood != null) {
      throw forGood;
    }
    if (errors < limits.max()) {
      return;
    }
    if (nanoTime.getAsLong() - lastError >= limits.block().toNanos()) {
      errors = 0;
      return;
    }
    throw new ScriptFailure(
        Kind.BLOCKED,
        "Script invocation is blocked due to maximum error count "
            + limits.max()
            + ", scriptId "
            + scriptId
            + "!");
  }

  synchronized void failed(ScriptFailure failure) {
    if (failure.kind().counted()) {
      errors++;
      lastError = nanoTime.getAsLong();
    }
    if (failure.kind() == Kind.COMPILE && forGood == null) {
      forGood =
          failure.saying(
              "Can't compile " + direction + " converter script: " + failure.getMessage());
    }
  }

  /** The script ran into something that nothing can end; only another script helps. */
  synchronized void unstoppable() {
    forGood =
        new ScriptFailure(
            Kind.BLOCKED,
            "Script invocation is blocked: an earlier call, scriptId "
                + scriptId
                + ", could not be stopped; correct the endless operation in the script and save"
                + " the converter");
  }
}
