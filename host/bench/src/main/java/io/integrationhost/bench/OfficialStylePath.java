package io.integrationhost.bench;

import io.integrationhost.converter.Conversion;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.remote.UplinkCodec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes uplinks into the official-style store; the converter is the host's own. */
final class OfficialStylePath implements Uplinks {

  private final UplinkCodec codec = new UplinkCodec();
  private final UplinkConverter converter;
  private final OfficialStyleStore store;

  OfficialStylePath(UplinkConverter converter, OfficialStyleStore store) {
    this.converter = converter;
    this.store = store;
  }

  @Override
  public CompletionStage<Receipt> publish(Uplink uplink) {
    if (uplink instanceof Uplink.Telemetry telemetry) {
      return stored(List.of(Readings.item(telemetry)));
    } else if (uplink instanceof Uplink.Payload payload) {
      return converter
          .convert(payload.bytes(), Map.of("integrationName", "bench"), payload.source().session())
          .thenApply(Conversion::items)
          .thenApply(
              items ->
                  payload
                      .deviceName()
                      .map(name -> items.stream().map(item -> item.withName(name)).toList())
                      .orElse(items))
          .thenCompose(this::stored);
    }
    throw new IllegalArgumentException("the benchmark sends no " + uplink.getClass());
  }

  private CompletionStage<Receipt> stored(List<EntityData> items) {
    CompletableFuture<?>[] appends =
        items.stream()
            .map(item -> store.append(codec.encode(item)).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(appends).thenApply(done -> new Receipt.Stored());
  }
}
