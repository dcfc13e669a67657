package io.integrationhost.plugins.modbus;

import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugins.modbus.poll.Lines;
import io.integrationhost.plugins.modbus.serve.Server;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Connections to devices as a transport: the kit dials and listens, the lines ask.
 *
 * @param network what dials and listens
 * @param lines of all connections
 * @param servers where devices write to us
 * @param notes what of the configuration is left out, for people
 * @param where it runs in a cluster
 */
record ModbusTransport(
    KitTransport network, Lines lines, List<Server> servers, List<String> notes, Placement where)
    implements Transport {

  @Override
  public CompletionStage<Void> start() {
    return network.start();
  }

  @Override
  public CompletionStage<Void> stop() {
    return network.stop();
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    return servers.stream()
        .flatMap(each -> each.downlink(downlink).stream())
        .findFirst()
        .orElseGet(() -> lines.downlink(downlink));
  }

  @Override
  public Health health() {
    Health health = counted(network.health());
    return health.status() == Health.Status.DOWN || lines.all().isEmpty() ? health : worse(health);
  }

  /** The network's words are those of one connection. */
  private Health counted(Health health) {
    long away = lines.all().stream().filter(Lines::isAway).count();
    return health.status() == Health.Status.UP || away < 2
        ? health
        : new Health(
            health.status(),
            "%d of %d connections are not open: %s"
                .formatted(away, lines.all().size(), health.detail()));
  }

  private Health worse(Health health) {
    Health devices = lines.health();
    if (devices.status() == Health.Status.UP) {
      return health;
    }
    String words =
        health.detail().isEmpty() ? devices.detail() : health.detail() + "; " + devices.detail();
    return new Health(devices.status(), words);
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new HashMap<>(lines.facts());
    if (!notes.isEmpty()) {
      facts.put("left out", String.join("; ", notes));
    }
    return facts;
  }

  @Override
  public Placement placement() {
    return where;
  }

  @Override
  public List<Endpoint> listensOn() {
    return network.listensOn();
  }

  /** Holds polls back: connections are read all the same, for the sake of downlinks. */
  @Override
  public void pause(boolean paused) {
    lines.pause(paused);
    servers.forEach(each -> each.pause(paused));
  }
}
