package io.integrationhost.plugins.coap;

import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.List;
import java.util.Set;

/** The plugin {@code coap}. */
public final class CoapPlugin implements TransportPlugin {

  private final Ports ports = new Ports();

  @Override
  public Transport create(TransportContext context) {
    return new CoapTransport(context, Settings.read(context), ports);
  }

  @Override
  public Set<String> serves() {
    return Set.of("COAP");
  }

  @Override
  public List<Tool> tools() {
    return List.of(new Tool("sensor", SensorTool.HELP, new SensorTool()));
  }

  /** Ends all threads of the plugin; takes a few seconds at most. */
  @Override
  public void close() {
    ports.close();
  }
}
