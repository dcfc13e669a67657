package io.integrationhost.plugins.tcp;

import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.Set;

/**
 * The plugin {@code tcp}. All its transports share one pair of event loop groups, which exists from
 * the first start until {@link #close()}.
 */
public final class TcpPlugin implements TransportPlugin {

  private final Shared shared;

  /** As the host makes it. */
  public TcpPlugin() {
    this(new Shared());
  }

  TcpPlugin(Shared shared) {
    this.shared = shared;
  }

  @Override
  public Transport create(TransportContext context) {
    return new TcpTransport(context, Settings.read(context.config()), shared);
  }

  @Override
  public Set<String> serves() {
    return Set.of("TCP", "org.thingsboard.integration.custom.basic.CustomIntegration");
  }

  /** Ends all threads of the plugin; takes a few seconds at most. */
  @Override
  public void close() {
    shared.loops().close();
  }
}
