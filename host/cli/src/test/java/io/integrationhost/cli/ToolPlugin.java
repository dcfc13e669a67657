package io.integrationhost.cli;

import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.ToolContext;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportPlugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A plugin that brings tools, packed into a jar by a test. */
public final class ToolPlugin implements TransportPlugin {

  @Override
  public Transport create(TransportContext context) {
    throw new UnsupportedOperationException("tools only");
  }

  @Override
  public List<Tool> tools() {
    return List.of(
        new Tool("write", "Writes FILE.", ToolPlugin::write),
        new Tool(
            "refuse",
            "Fails.",
            context -> {
              throw new TransportException(TransportException.Kind.REJECTED, "not today");
            }),
        new Tool(
            "unknown", "Asks for what is not there.", c -> c.config("nobody", "x").root().size()));
  }

  private static int write(ToolContext context) throws Exception {
    boolean own =
        Thread.currentThread().getContextClassLoader() == ToolPlugin.class.getClassLoader();
    Files.writeString(
        Path.of(context.args().get(0)),
        context.args().subList(1, context.args().size())
            + (own ? " own loader " : " foreign loader ")
            + context.dataDirectory("yard", "to ol").getFileName());
    return 7;
  }
}
