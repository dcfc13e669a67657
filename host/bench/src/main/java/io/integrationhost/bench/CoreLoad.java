package io.integrationhost.bench;

import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.remote.LinkChannels;
import io.integrationhost.spool.MemorySpool;
import io.integrationhost.spool.ReadingLog;
import io.integrationhost.spool.SpoolStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

/** Decoded uplinks from publish through the spool to the answer; no transport, no script runs. */
final class CoreLoad implements Load {

  /** Of all spools in memory together, so that they are no load for the collector. */
  private static final long MEMORY_BYTES = 16 << 20;

  private final Target target;
  private final HostSettings settings;
  private final Optional<SpoolStore> store;
  private final ConverterEngine converters;
  private final UplinkConverter converter;
  private final LinkChannels links = new LinkChannels();
  private final ScheduledExecutorService delivery = BenchThread.delivery();
  private final List<CoreIntegration> integrations;
  private final Publishers publishers;

  CoreLoad(BenchSettings bench, String durability, int integrationCount, Path directory) {
    target = Target.start(bench, integrationCount);
    boolean durable = !durability.equals(BenchSettings.MEMORY);
    settings =
        Defaults.settings(
            bench.home(), directory, target.server().port(), durable ? durability : "none");
    store = durable ? Optional.of(SpoolStore.open(directory.resolve("spool"))) : Optional.empty();
    converters = new ConverterEngine(settings.converter(), Clock.systemUTC());
    converter = converters.uplink(new ConverterDefinition("bench", "unused", Target.converter()));
    integrations = IntStream.range(0, integrationCount).mapToObj(this::integration).toList();
    integrations.forEach(CoreIntegration::awaitConnected);
    publishers =
        new Publishers(
            bench.publishers(), integrations.stream().map(CoreIntegration::uplinks).toList());
  }

  private CoreIntegration integration(int number) {
    return new CoreIntegration(
        Target.key(number),
        spool(Target.key(number)),
        new OpenLink(
            links,
            target.address(),
            Target.credentials(number),
            settings.link(),
            settings.link().window()),
        converter,
        settings.batch(),
        delivery);
  }

  private ReadingLog spool(String name) {
    return store
        .map(durable -> durable.open(name, settings.spool()))
        .orElseGet(
            () ->
                new MemorySpool(
                    name,
                    MEMORY_BYTES / target.integrations(),
                    Integer.MAX_VALUE,
                    settings.spool().maxWaiting()));
  }

  @Override
  public long delivered() {
    return integrations.stream().mapToLong(CoreIntegration::delivered).sum();
  }

  @Override
  public long wireBytes() {
    return target.server().wireBytes();
  }

  @Override
  public Tally finish() {
    publishers.finish();
    Waiting.until(() -> delivered() >= publishers.accepted(), "the delivery of what is stored");
    return new Tally(
        publishers.accepted(), delivered(), target.server().items(), publishers.refused());
  }

  @Override
  public void close() {
    links.close();
    integrations.forEach(CoreIntegration::close);
    store.ifPresent(SpoolStore::close);
    delivery.shutdownNow();
    converters.close();
    target.close();
  }
}
