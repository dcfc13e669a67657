package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One context with one script in it. */
final class JavaScriptRealm implements ScriptLanguage.Realm {
  private static final Logger log = LoggerFactory.getLogger(JavaScriptRealm.class);

  private final Context context;
  private final Source bootstrap;
  private final Source script;
  private final Direction direction;
  private final int maxResult;
  private Value function;

  JavaScriptRealm(
      Context context, Source bootstrap, Source script, Direction direction, int maxResult) {
    this.context = context;
    this.bootstrap = bootstrap;
    this.script = script;
    this.direction = direction;
    this.maxResult = maxResult;
  }

  @Override
  public ScriptResult call(ScriptArguments arguments) {
    try {
      if (function == null) {
        function = load();
      }
      Value result = function.execute(arguments.json().toArray());
      if (result.isString()) {
        return new ResultText(result.asString());
      }
      if (result.isNull()) {
        return null;
      }
      throw new ScriptFailure(
          Kind.SIZE,
          "Script invocation result exceeds maximum allowed size of " + maxResult + " symbols");
    } catch (PolyglotException e) {
      throw new JavaScriptError(e, script).failure(Kind.SCRIPT);
    }
  }

  private Value load() {
    Value wrapper = context.eval(bootstrap).execute(maxResult);
    try {
      Value body = context.eval(script);
      if (body.canExecute()) {
        return wrapper.execute(body, direction == Direction.UPLINK);
      }
    } catch (PolyglotException e) {
      throw new JavaScriptError(e, script).failure(Kind.COMPILE);
    }
    throw new ScriptFailure(Kind.COMPILE, "Can't compile script: it is no function body");
  }

  @Override
  public void interrupt(long graceMillis) {
    try {
      context.interrupt(Duration.ofMillis(graceMillis));
    } catch (TimeoutException stillRunning) {
      // The caller sees for itself whether the call has ended.
      return;
    }
  }

  @Override
  public void close() {
    try {
      context.close(true);
    } catch (PolyglotException e) {
      // It is not used again in any case.
      log.warn("A script's realm did not close cleanly: {}", e.getMessage());
    }
  }
}
