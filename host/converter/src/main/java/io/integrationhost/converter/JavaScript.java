package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.io.IOAccess;

/**
 * JavaScript, run by GraalJS without compilation to machine code. One engine shares parsed code;
 * one context is a realm. No object of the host enters a context: texts in, a text out.
 */
final class JavaScript implements ScriptLanguage {
  private static final String ID = "js";

  private final ConverterLimits.Sizes sizes;
  private final Source bootstrap;
  private Engine engine;
  private boolean closed;

  JavaScript(ConverterLimits.Sizes sizes) {
    this.sizes = sizes;
    this.bootstrap =
        Source.newBuilder(ID, resource("bootstrap.js"), "bootstrap.js")
            .internal(true)
            .buildLiteral();
  }

  @Override
  public void warmUp() {
    engine();
  }

  @Override
  public ConverterLimits.Sizes sizes() {
    return sizes;
  }

  @Override
  public Script script(String body, Direction direction) {
    if (body.length() > sizes.script()) {
      throw new ScriptFailure(
          Kind.SIZE, "Script body exceeds maximum allowed size of " + sizes.script() + " symbols");
    }
    ForbiddenWords.check(body);
    JavaScriptBody script = JavaScriptBody.of(body, direction);
    return () -> new JavaScriptRealm(this::context, bootstrap, script, direction, sizes.result());
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (engine != null) {
      engine.close(true);
    }
  }

  private synchronized Engine engine() {
    if (closed) {
      throw new ScriptFailure(Kind.CLOSED, "The converter engine is closed");
    }
    if (engine == null) {
      // The interpreter is what we want: say so before the library complains about it.
      if (System.getProperty("polyglotimpl.AttachLibraryFailureAction") == null) {
        System.setProperty("polyglotimpl.AttachLibraryFailureAction", "ignore");
      }
      engine =
          Engine.newBuilder(ID)
              .allowExperimentalOptions(true)
              .option("engine.WarnInterpreterOnly", "false")
              .out(OutputStream.nullOutputStream())
              .err(OutputStream.nullOutputStream())
              .build();
      // The first context costs a second, the next ones some milliseconds.
      JavaScriptRealm first =
          new JavaScriptRealm(
              this::context,
              bootstrap,
              JavaScriptBody.of("return {a: 1.5};", Direction.UPLINK),
              Direction.UPLINK,
              sizes.result());
      first.call(UplinkArguments.of(new byte[] {'1'}, Map.of()));
      first.close();
    }
    return engine;
  }

  private Context context() {
    return Context.newBuilder(ID)
        .engine(engine())
        .allowHostAccess(HostAccess.NONE)
        .allowPolyglotAccess(PolyglotAccess.NONE)
        .allowIO(IOAccess.NONE)
        .allowEnvironmentAccess(EnvironmentAccess.NONE)
        .allowCreateThread(false)
        .allowCreateProcess(false)
        .allowNativeAccess(false)
        .allowHostClassLoading(false)
        .allowInnerContextOptions(false)
        .allowExperimentalOptions(true)
        .option("js.load", "false")
        .option("js.print", "false")
        .option("js.console", "false")
        .option("js.graal-builtin", "false")
        .option("js.polyglot-builtin", "false")
        .option("js.java-package-globals", "false")
        .option("js.shared-array-buffer", "false")
        .option("js.text-encoding", "true")
        // One huge allocation is over before the watchdog sees it.
        .option("js.string-length-limit", "16777216")
        .option("js.max-typed-array-length", "16777216")
        .build();
  }

  private static String resource(String name) {
    try (InputStream in = JavaScript.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + name + " is missing in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The resource " + name + " cannot be read", e);
    }
  }
}
