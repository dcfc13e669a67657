package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A context with one script in it; a new one when the script has spoilt it for other messages. */
final class JavaScriptRealm implements ScriptLanguage.Realm {
  private static final Logger log = LoggerFactory.getLogger(JavaScriptRealm.class);

  /** What a script may say to its console in one call. */
  private static final int MAX_LINES = 50;

  private static final int MAX_LINE = 500;

  private final Supplier<Context> contexts;
  private final Source bootstrap;
  private final JavaScriptBody script;
  private final Direction direction;
  private final int maxResult;
  private volatile Context context;
  private volatile boolean interrupted;
  private Value function;
  private Value said;

  JavaScriptRealm(
      Supplier<Context> contexts,
      Source bootstrap,
      JavaScriptBody script,
      Direction direction,
      int maxResult) {
    this.contexts = contexts;
    this.context = contexts.get();
    this.bootstrap = bootstrap;
    this.script = script;
    this.direction = direction;
    this.maxResult = maxResult;
  }

  @Override
  public ScriptResult call(ScriptArguments arguments) {
    try {
      if (function == null) {
        load();
      }
      Object[] json = arguments.json().toArray();
      Value result = function.execute(json);
      if (result.isBoolean()) {
        renew();
        result = function.execute(json);
      }
      return result(result);
    } catch (PolyglotException e) {
      ScriptFailure failure = new JavaScriptError(e, script.source()).failure(Kind.SCRIPT);
      // A context that was stopped must not be asked any more.
      throw failure.kind() == Kind.SCRIPT && !e.isResourceExhausted()
          ? failure.after(console())
          : failure;
    }
  }

  private ScriptResult result(Value result) {
    if (result.isString()) {
      return new ResultText(result.asString(), console());
    }
    if (result.isNull()) {
      List<String> console = console();
      return console.isEmpty() ? null : new NoResult(console);
    }
    throw new ScriptFailure(
        Kind.SIZE,
        "Script invocation result exceeds maximum allowed size of " + maxResult + " symbols");
  }

  private List<String> console() {
    if (!script.logs() || said == null) {
      return List.of();
    }
    try {
      return said.execute().asString().lines().toList();
    } catch (PolyglotException stopped) {
      return List.of();
    }
  }

  private void load() {
    Value wrapper = context.eval(bootstrap).execute(maxResult, MAX_LINES, MAX_LINE);
    try {
      Value body = context.eval(script.source());
      if (!body.canExecute()) {
        throw new ScriptFailure(Kind.COMPILE, "Can't compile script: it is no function body");
      }
      boolean uplink = direction == Direction.UPLINK;
      Value made = wrapper.execute(body, uplink, script.changesBuiltIns(), script.readsMatches());
      function = made.getArrayElement(0);
      said = made.getArrayElement(1);
    } catch (PolyglotException e) {
      throw new JavaScriptError(e, script.source()).failure(Kind.COMPILE);
    }
  }

  private void renew() {
    close();
    context = contexts.get();
    load();
    // An interrupt that came before has met the former context only.
    if (interrupted) {
      throw new ScriptFailure(Kind.TIMEOUT, "Script timeout!");
    }
  }

  @Override
  public void interrupt(long graceMillis) {
    interrupted = true;
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
