package ${package};

import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;

/** The entry point, named in META-INF/services. One object serves all integrations. */
public final class LinePlugin implements TransportPlugin {

  @Override
  public Transport create(TransportContext context) {
    return new LineTransport(context, LineSettings.read(context.config()));
  }
}
