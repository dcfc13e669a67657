package io.integrationhost.admin.metrics;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * A plugin whose transports are driven by a test of the same process, which it finds by the name
 * that its slice holds among the properties of the system.
 */
public final class MeteredPlugin implements TransportPlugin {

  @Override
  public Transport create(TransportContext context) {
    context.counter("frames", "Frames.", "kind", "short", "long").of("short").add(3);
    context.gauge("lag_seconds", "Lag.", () -> 42);
    return new Driven(context);
  }

  private record Driven(TransportContext context) implements Transport {

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
      return CompletableFuture.completedFuture(null);
    }

    @SuppressWarnings("unchecked")
    private void tell(String what, TransportContext with) {
      ((BiConsumer<String, TransportContext>)
              System.getProperties().get(context.config().getString("rig")))
          .accept(what, with);
    }
  }
}
