package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A transport of the kit, and the sensor that talks to it if there is one. Thread-safe. */
final class TcpTransport implements Transport {

  private final KitTransport served;
  private final Optional<InetAddress> address;
  private final Optional<BuiltInSensor> sensor;

  TcpTransport(KitTransport served, Settings settings, TransportContext context) {
    this.served = served;
    this.address = settings.server().bindAddress();
    this.sensor =
        settings.form() instanceof Form.Greeted greeted
            ? greeted.sensor().map(own -> new BuiltInSensor(own, context.scheduler()))
            : Optional.empty();
  }

  @Override
  public CompletionStage<Void> start() {
    return served.start().thenRun(() -> sensor.ifPresent(own -> own.start(address, port())));
  }

  @Override
  public CompletionStage<Void> stop() {
    sensor.ifPresent(BuiltInSensor::stop);
    return served.stop();
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    return served.downlink(downlink);
  }

  @Override
  public Health health() {
    return served.health();
  }

  @Override
  public Map<String, String> facts() {
    return served.facts();
  }

  @Override
  public Placement placement() {
    return served.placement();
  }

  @Override
  public List<Endpoint> listensOn() {
    return served.listensOn();
  }

  @Override
  public void pause(boolean paused) {
    served.pause(paused);
  }

  /** The bound port; only while listening. */
  int port() {
    return served.port();
  }
}
