package io.integrationhost.bench.jmh;

import io.integrationhost.converter.tbel.JsonWriting;
import io.integrationhost.converter.tbel.ScriptLists;
import io.integrationhost.converter.tbel.TbelSandbox;
import java.io.IOException;
import java.io.Serializable;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.mvel2.ExecutionContext;
import org.mvel2.MVEL;
import org.mvel2.ParserContext;
import org.mvel2.execution.ExecutionHashMap;

/** The language library as its vendor calls it, without limits of time. */
final class BareTbel implements BareScript {
  private static final long MEMORY = 8L << 20;
  private static final int MAX_ARGUMENTS = 10;

  private final Serializable script;

  BareTbel(String body) {
    script = MVEL.compileExpression(body, new ParserContext(TbelSandbox.configuration()));
  }

  @Override
  public String call(byte[] payload) {
    ExecutionContext context =
        new ExecutionContext(TbelSandbox.configuration(), MEMORY, MAX_ARGUMENTS);
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("payload", ScriptLists.of(context, payload));
    arguments.put("metadata", new ExecutionHashMap<>(1, context));
    Object result = MVEL.executeTbExpression(script, context, arguments);
    StringWriter text = new StringWriter();
    try {
      JsonWriting.withNumbers(text).write(result);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  @Override
  public void close() {}
}
