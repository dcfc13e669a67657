package io.integrationhost.plugins.coap;

import io.integrationhost.plugins.coap.Settings.PortSettings;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.ExtendedCoapStackFactory;
import org.eclipse.californium.core.network.Outbox;
import org.eclipse.californium.core.network.stack.BaseCoapStack;
import org.eclipse.californium.core.network.stack.BlockwiseLayer;
import org.eclipse.californium.core.network.stack.CoapStack;
import org.eclipse.californium.core.network.stack.CongestionControlLayer;
import org.eclipse.californium.core.network.stack.ExchangeCleanupLayer;
import org.eclipse.californium.core.network.stack.Layer;
import org.eclipse.californium.core.network.stack.ObserveLayer;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;

/**
 * The library's layers for datagrams. Bodies that come in blocks have a bound of their own: the
 * library takes the one for peers, and each body takes its full length of memory from its first
 * block on.
 */
final class BoundedStack extends BaseCoapStack {

  private BoundedStack(
      String tag,
      Configuration config,
      EndpointContextMatcher matching,
      Outbox outbox,
      int mostBodies) {
    super(outbox);
    Configuration ofBlocks = new Configuration(config).set(CoapConfig.MAX_ACTIVE_PEERS, mostBodies);
    setLayers(
        new Layer[] {
          new ExchangeCleanupLayer(config),
          new ObserveLayer(config),
          new BlockwiseLayer(tag, false, ofBlocks, matching),
          CongestionControlLayer.newImplementation(tag, config)
        });
  }

  /** Makes the stack of one port. */
  static final class Factory implements ExtendedCoapStackFactory {
    private final PortSettings settings;

    Factory(PortSettings settings) {
      this.settings = settings;
    }

    @Override
    public CoapStack createCoapStack(
        String protocol,
        String tag,
        Configuration config,
        EndpointContextMatcher matching,
        Outbox outbox,
        Object argument) {
      return new BoundedStack(tag, config, matching, outbox, settings.maxBodiesInBlocks());
    }

    @Override
    @SuppressWarnings("deprecation") // The interface asks for it; the library calls the other one.
    public CoapStack createCoapStack(
        String protocol, String tag, Configuration config, Outbox outbox, Object argument) {
      return createCoapStack(protocol, tag, config, null, outbox, argument);
    }
  }
}
