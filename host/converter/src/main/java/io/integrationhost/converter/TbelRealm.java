package io.integrationhost.converter;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.tbel.JsonWriting;
import io.integrationhost.converter.tbel.LimitedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.mvel2.ScriptExecutionStoppedException;

/** A script in TBEL. Each call has a context of its own: nothing outlives it. */
final class TbelRealm implements ScriptLanguage.Realm {
  private final TbelProgram program;
  private final ConverterLimits.Tbel limits;
  private volatile TbelContext current;

  TbelRealm(TbelProgram program, ConverterLimits.Tbel limits) {
    this.program = program;
    this.limits = limits;
  }

  @Override
  public ScriptResult call(ScriptArguments arguments) {
    TbelContext context = new TbelContext(limits.memory());
    current = context;
    Object result = program.run(context, arguments.tbel(context));
    if (result == null) {
      throw ScriptFailure.result(
          "The script returned null; in TBEL that fails the message: return [] when there is"
              + " nothing to send");
    }
    return new ScriptResult(text(context, result));
  }

  private String text(TbelContext context, Object result) {
    LimitedText text = new LimitedText(context, limits.sizes().result(), TbelRealm::tooLong);
    if (result instanceof String json) {
      text.write(json, 0, json.length());
      return json;
    }
    try {
      JsonWriting.withNumbers(text).write(result);
      return text.toString();
    } catch (JsonProcessingException e) {
      throw ScriptFailure.result(
          "The converter's result cannot be written as JSON: " + e.getOriginalMessage());
    } catch (ScriptExecutionStoppedException | StackOverflowError e) {
      throw new TbelError(e).failure(Kind.SCRIPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ScriptFailure tooLong(long max) {
    return new ScriptFailure(
        Kind.SIZE, "Script invocation result exceeds maximum allowed size of " + max + " symbols");
  }

  /** Loops, calls of functions and long operations of the library notice it. */
  @Override
  public void interrupt(long graceMillis) {
    TbelContext running = current;
    if (running != null) {
      running.stop();
    }
  }

  @Override
  public void close() {
    current = null;
  }
}
