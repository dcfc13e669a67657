package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.Set;

/**
 * The plugin {@code teltonika}. All its transports share one pair of event loop groups, which
 * exists from the first start until {@link #close()}.
 */
public final class TeltonikaPlugin implements TransportPlugin {

  private final Shared shared;

  /** As the host makes it. */
  public TeltonikaPlugin() {
    this(new Shared());
  }

  TeltonikaPlugin(Shared shared) {
    this.shared = shared;
  }

  @Override
  public Transport create(TransportContext context) {
    return new TeltonikaTransport(context, Settings.read(context.config()), shared);
  }

  /** A custom integration whose class name is {@code teltonika}. */
  @Override
  public Set<String> serves() {
    return Set.of("teltonika");
  }

  /** Ends all threads of the plugin; takes a few seconds at most. */
  @Override
  public void close() {
    shared.loops().close();
  }
}
