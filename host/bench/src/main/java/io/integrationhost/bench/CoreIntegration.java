package io.integrationhost.bench;

import io.integrationhost.converter.UpdateOnlyKeys;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.host.delivery.BatchSettings;
import io.integrationhost.host.delivery.Deliverer;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.delivery.RefusalRules;
import io.integrationhost.host.delivery.Refusals;
import io.integrationhost.host.delivery.SuspectStore;
import io.integrationhost.host.uplink.ActiveConverter;
import io.integrationhost.host.uplink.UplinkPath;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.spool.ReadingLog;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The parts of an integration between the transport and the link, put together as the host does.
 */
final class CoreIntegration implements AutoCloseable {

  private static final Duration WARNING_PERIOD = Duration.ofSeconds(10);

  private final ReadingLog spool;
  private final OpenLink link;
  private final DeliveryCounters counters = new DeliveryCounters();
  private final Deliverer deliverer;
  private final UplinkPath path;

  CoreIntegration(
      String name,
      ReadingLog spool,
      OpenLink link,
      UplinkConverter converter,
      BatchSettings batch,
      ScheduledExecutorService delivery) {
    this.spool = spool;
    this.link = link;
    deliverer =
        new Deliverer(
            name,
            spool,
            link,
            batch,
            new Refusals(
                RefusalRules.standard(),
                SuspectStore.inMemory(),
                (item, reason) -> CompletableFuture.completedFuture(null)),
            counters,
            delivery,
            System::nanoTime);
    spool.onReadable(deliverer::wake);
    path =
        new UplinkPath(
            name,
            new UplinkCodec(),
            spool,
            counters,
            (uplink, metadata, reason) -> CompletableFuture.completedFuture(true),
            new RateLimitedLog(System::nanoTime, WARNING_PERIOD),
            (transport, device) -> {},
            Optional::empty);
    path.use(new ActiveConverter(converter, new UpdateOnlyKeys(Set.of(), 1), Map.of()));
  }

  void awaitConnected() {
    link.awaitConnected();
    link.onWritable(deliverer::wake);
  }

  Uplinks uplinks() {
    return path.from("bench");
  }

  long delivered() {
    return counters.snapshot().delivered();
  }

  @Override
  public void close() {
    spool.close();
  }
}
