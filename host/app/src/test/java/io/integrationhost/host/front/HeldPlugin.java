package io.integrationhost.host.front;

import com.typesafe.config.Config;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Uplink;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A plugin for tests, packed into a jar by them: tells by uplinks what it is asked to do, and holds
 * its thread where its slice says so, until the uplink {@code hold} has its receipt.
 */
public final class HeldPlugin implements TransportPlugin {

  /** As ports of a machine: one transport at a time has one. */
  private final Set<String> ports = ConcurrentHashMap.newKeySet();

  @Override
  public Transport create(TransportContext context) {
    Line line = new Line(context, ports);
    line.holdAt("create");
    return line;
  }

  private record Line(TransportContext context, Set<String> ports) implements Transport {

    private CompletionStage<Receipt> say(String text) {
      return context
          .uplinks()
          .publish(
              new Uplink.Payload(
                  text.getBytes(StandardCharsets.UTF_8), ContentType.TEXT, new Source("test")));
    }

    /** Holds the lane from the end of this call on, once. */
    private void holdAt(String call) {
      Config config = context.config();
      if (config.getString("hold").equals(call) && ports.add("held " + call)) {
        context.scheduler().execute(() -> say("hold").toCompletableFuture().join());
      }
    }

    private String name() {
      return context.config().getString("name");
    }

    @Override
    public CompletionStage<Void> start() {
      if (!ports.add(context.config().getString("port"))) {
        return CompletableFuture.failedFuture(
            new TransportException(TransportException.Kind.UNAVAILABLE, "the port is in use"));
      }
      holdAt("start");
      return say("start " + name()).thenAccept(receipt -> {});
    }

    @Override
    public CompletionStage<Void> stop() {
      ports.remove(context.config().getString("port"));
      return say("stop " + name()).thenAccept(receipt -> {});
    }

    @Override
    public CompletionStage<Void> downlink(Downlink downlink) {
      return say("downlink " + name()).thenAccept(receipt -> {});
    }

    @Override
    public Placement placement() {
      return name().equals("dialler") ? Placement.ONE_HOST : Placement.EVERY_HOST;
    }

    @Override
    public Health health() {
      if (placement() == Placement.ONE_HOST) {
        return Health.down("the peer is away");
      }
      boolean ill = context.config().getString("hold").equals("health") && ports.add("ill");
      holdAt("health");
      return ill ? Health.down("ill") : Health.up();
    }
  }
}
