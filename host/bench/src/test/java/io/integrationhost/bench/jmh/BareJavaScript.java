package io.integrationhost.bench.jmh;

import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.Value;

/** GraalJS called in its fastest way, which is with texts: without sandbox and limits. */
final class BareJavaScript implements BareScript {
  private static final String WRAPPER =
      """
      (function (decoder) {
        return function (payload, metadata) {
          return JSON.stringify(decoder(JSON.parse(payload), JSON.parse(metadata)));
        };
      })
      """;

  private final Context context;
  private final Value function;

  BareJavaScript(Engine engine, String body) {
    context = Context.newBuilder("js").engine(engine).allowHostAccess(HostAccess.NONE).build();
    Value decoder = context.eval("js", "(function (payload, metadata) {\n" + body + "\n})");
    function = context.eval("js", WRAPPER).execute(decoder);
  }

  static Engine engine() {
    return Engine.newBuilder("js")
        .allowExperimentalOptions(true)
        .option("engine.WarnInterpreterOnly", "false")
        .build();
  }

  @Override
  public String call(byte[] payload) {
    String text = new String(payload, StandardCharsets.UTF_8);
    StringBuilder numbers = new StringBuilder(2 + 4 * text.length()).append('[');
    for (int i = 0; i < text.length(); i++) {
      numbers.append(i == 0 ? "" : ",").append((int) text.charAt(i));
    }
    return function.execute(numbers.append(']').toString(), "{}").asString();
  }

  @Override
  public void close() {
    context.close(true);
  }
}
