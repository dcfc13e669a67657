package io.integrationhost.distribution;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.spool.Durability;
import io.integrationhost.spool.ReadingLog;
import io.integrationhost.spool.SpoolOptions;
import io.integrationhost.spool.SpoolStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Readings put into the spool of a host that does not run, as the host itself stores them. */
final class Backlog {

  static final String DEVICE = "Backlog";

  private static final long SPOOL_BYTES = 1L << 30;
  private static final int AT_ONCE = 5000;

  private final Path store;
  private final String integration;
  private final UplinkCodec codec = new UplinkCodec();

  Backlog(Path dataDirectory, String integration) {
    this.store = dataDirectory.resolve("spool");
    this.integration = integration;
  }

  /** Stores readings whose temperatures are 0, 1, 2, and so on. */
  void fill(int readings) throws Exception {
    SpoolOptions options =
        SpoolOptions.ofSize(SPOOL_BYTES)
            .withDurability(Durability.NONE)
            .withMaxWaiting(AT_ONCE, 64L << 20);
    try (SpoolStore spools = SpoolStore.open(store)) {
      try (ReadingLog spool = spools.open(integration, options)) {
        for (int from = 0; from < readings; from += AT_ONCE) {
          CompletableFuture<?>[] stored =
              new CompletableFuture<?>[Math.min(AT_ONCE, readings - from)];
          for (int i = 0; i < stored.length; i++) {
            stored[i] = spool.append(record(from + i)).toCompletableFuture();
          }
          CompletableFuture.allOf(stored)
              .get(HostProcess.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    }
  }

  private byte[] record(int number) {
    Map<String, Value> values =
        Map.of(
            "temperature",
            Value.of((long) number),
            "humidity",
            Value.of(40L),
            "batteryLevel",
            Value.of(94L));
    return codec.encode(
        new EntityData(
            EntityKind.DEVICE,
            DEVICE,
            "sensor",
            "",
            "",
            "",
            Optional.of(List.of(new TimedValues(1_700_000_000_000L + number, values))),
            Optional.empty()));
  }
}
