package io.integrationhost.bench;

import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.integration.RunningIntegration;
import java.nio.file.Path;

/** The host with one integration of the UDP plugin. */
final class DatagramHost implements DatagramSink {

  private static final String DROPPED = "datagrams_dropped";

  private final int port = GuideSocket.freePort();
  private final Target target;
  private final WholeHost host;

  DatagramHost(BenchSettings settings, String durability, int bufferKilobytes, Path directory) {
    target = Target.startDatagrams(settings, port, bufferKilobytes);
    host = new WholeHost(target, settings.home(), directory, durability);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public long taken() {
    return counters().stored();
  }

  /** By the host, or by the plugin because there was no room. */
  @Override
  public long refused() {
    return counters().allRejected() + counters().empty() + dropped();
  }

  private DeliveryCounters.Snapshot counters() {
    return host.integration().counters();
  }

  private long dropped() {
    RunningIntegration integration = host.integration();
    return integration.figures().transports().stream()
        .flatMap(transport -> transport.meters().stream())
        .filter(meter -> meter.name().equals(DROPPED))
        .flatMap(meter -> meter.series().values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Waits until all that is stored was answered by the server. */
  void awaitDelivery() {
    Waiting.until(() -> target.server().items() >= taken(), "the delivery of what is stored");
  }

  @Override
  public void close() {
    host.close();
    target.close();
  }
}
