package io.integrationhost.plugins.mqtt;

import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugins.mqtt.session.Client;
import io.integrationhost.plugins.mqtt.session.Identity;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One client of a broker as a transport: the kit dials, the client talks.
 *
 * @param dialled what dials
 * @param client over all its connections
 * @param identity read at the start
 */
record MqttTransport(KitTransport dialled, Client client, Identity identity, Placement where)
    implements Transport {

  @Override
  public CompletionStage<Void> start() {
    try {
      identity.load();
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          Refusal.unavailable(
              "the client id cannot be read or kept in the data directory: " + e.getMessage()));
    }
    return dialled.start();
  }

  @Override
  public CompletionStage<Void> stop() {
    client.leave();
    return dialled.stop().whenComplete((stopped, failure) -> client.close());
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    return client.downlink(downlink);
  }

  @Override
  public Health health() {
    Health health = dialled.health();
    return health.status() == Health.Status.UP ? client.health(health) : health;
  }

  @Override
  public Map<String, String> facts() {
    return client.facts();
  }

  @Override
  public Placement placement() {
    return where;
  }

  /** Holds messages back: the connection is read all the same, for the sake of downlinks. */
  @Override
  public void pause(boolean paused) {
    client.pause(paused);
  }
}
