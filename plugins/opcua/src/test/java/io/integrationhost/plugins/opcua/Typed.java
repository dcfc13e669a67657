package io.integrationhost.plugins.opcua;

import com.typesafe.config.Config;
import io.integrationhost.plugin.ToolContext;
import io.integrationhost.testkit.FakeContext;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A tool as somebody has typed it; what it prints is kept. */
record Typed(List<String> args, FakeContext context, ByteArrayOutputStream bytes)
    implements ToolContext {

  Typed(List<String> args, FakeContext context) {
    this(args, context, new ByteArrayOutputStream());
  }

  String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public InputStream in() {
    return InputStream.nullInputStream();
  }

  @Override
  public PrintStream out() {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Override
  public PrintStream err() {
    return out();
  }

  @Override
  public Config config(String integration, String transport) {
    return context.config();
  }

  @Override
  public Path dataDirectory(String integration, String transport) {
    return context.dataDirectory();
  }
}
