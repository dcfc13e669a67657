package io.integrationhost.converter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.gson.JsonElement;
import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.tbel.JsonWriting;
import io.integrationhost.converter.tbel.LimitedText;
import io.integrationhost.converter.tbel.PlainTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
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
    if (result instanceof String json) {
      return new ResultText(checked(context, json));
    }
    Optional<JsonElement> plain = PlainTree.of(result, limits.sizes().result());
    return plain.isPresent()
        ? new ResultTree(plain.get())
        : new ResultText(written(context, result));
  }

  private String checked(TbelContext context, String json) {
    text(context).write(json, 0, json.length());
    return json;
  }

  private LimitedText text(TbelContext context) {
    return new LimitedText(context, limits.sizes().result(), TbelRealm::tooLong);
  }

  private String written(TbelContext context, Object result) {
    LimitedText text = text(context);
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
