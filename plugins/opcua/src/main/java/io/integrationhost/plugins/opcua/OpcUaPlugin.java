package io.integrationhost.plugins.opcua;

import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.List;
import java.util.Set;

/** The plugin {@code opcua}. */
public final class OpcUaPlugin implements TransportPlugin {

  private final Threads threads = new Threads();

  @Override
  public Transport create(TransportContext context) {
    return new OpcUaTransport(context, Settings.read(context), threads);
  }

  @Override
  public Set<String> serves() {
    return Set.of("OPC_UA");
  }

  @Override
  public List<Tool> tools() {
    return List.of(
        new Tool("browse", BrowseTool.HELP, new BrowseTool(threads)),
        new Tool("trust", TrustTool.HELP, new TrustTool()),
        new Tool("simulate", SimulateTool.HELP, new SimulateTool(threads)));
  }

  /** Waits a few seconds at most for threads that still end. */
  @Override
  public void close() {
    threads.close();
  }
}
