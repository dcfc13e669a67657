package io.integrationhost.host;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * A plugin whose transports are driven by a test of the same process. It has a class loader of its
 * own, so it finds the test by the name that its slice holds among the properties of the system.
 */
public final class RigPlugin implements TransportPlugin {

  /** Among the properties of the system: what is done while the plugin is loaded. */
  static final String LOADING = "rig-plugin.loading";

  /** Made by the host. */
  public RigPlugin() {
    if (System.getProperties().get(LOADING) instanceof Runnable loading) {
      loading.run();
    }
  }

  @Override
  public Transport create(TransportContext context) {
    if (context.config().hasPath("fail")) {
      throw new StackOverflowError(context.config().getString("fail"));
    }
    return new RigTransport(context);
  }

  private record RigTransport(TransportContext context) implements Transport {

    @Override
    public CompletionStage<Void> start() {
      tell("start", context);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> stop() {
      tell("stop", context);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> downlink(Downlink downlink) {
      tell("downlink", downlink);
      return CompletableFuture.completedFuture(null);
    }

    @SuppressWarnings("unchecked")
    private void tell(String what, Object with) {
      ((BiConsumer<String, Object>) System.getProperties().get(context.config().getString("rig")))
          .accept(what, with);
    }
  }
}
