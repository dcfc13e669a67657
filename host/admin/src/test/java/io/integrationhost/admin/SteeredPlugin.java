package io.integrationhost.admin;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportPlugin;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * A plugin whose transports are driven by a test of the same process, which it finds by the name
 * that its slice holds among the properties of the system.
 */
public final class SteeredPlugin implements TransportPlugin {

  @Override
  public Transport create(TransportContext context) {
    return new Driven(context);
  }

  private record Driven(TransportContext context) implements Transport {

    @Override
    public CompletionStage<Void> start() {
      tell("start");
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> stop() {
      tell("stop");
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void pause(boolean paused) {
      tell(paused ? "pause" : "resume");
    }

    @Override
    public Map<String, String> facts() {
      return Map.of("mood", "good");
    }

    @Override
    public CompletionStage<Void> downlink(Downlink downlink) {
      return CompletableFuture.failedFuture(
          new TransportException(TransportException.Kind.UNAVAILABLE, "the device is away"));
    }

    @SuppressWarnings("unchecked")
    private void tell(String what) {
      ((BiConsumer<String, TransportContext>)
              System.getProperties().get(context.config().getString("rig")))
          .accept(what, context);
    }
  }
}
