package io.integrationhost.host.uplink;

import io.integrationhost.converter.Conversion;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Entity;
import io.integrationhost.plugin.Reading;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Makes items of uplinks: by the converter, or as a plugin decoded them. */
final class UplinkItems {

  private UplinkItems() {}

  static CompletionStage<List<EntityData>> of(
      Uplink uplink, ActiveConverter active, Optional<UplinkObserver> observer) {
    if (uplink instanceof Uplink.Payload payload) {
      return active
          .converter()
          .convert(payload.bytes(), metadata(active, payload), source(payload))
          .thenApply(conversion -> converted(payload, conversion, observer));
    } else if (uplink instanceof Uplink.Telemetry telemetry) {
      return CompletableFuture.completedFuture(
          List.of(of(telemetry.device(), Optional.of(telemetry.values()), Optional.empty())));
    } else if (uplink instanceof Uplink.Attributes attributes) {
      return CompletableFuture.completedFuture(
          List.of(of(attributes.device(), Optional.empty(), Optional.of(attributes.values()))));
    } else if (uplink instanceof Uplink.Readings readings) {
      return CompletableFuture.completedFuture(of(readings));
    }
    throw new IllegalArgumentException("unknown kind of uplink: " + uplink.getClass());
  }

  /** One item for each reading, in their order. */
  static List<EntityData> of(Uplink.Readings readings) {
    return readings.readings().stream().map(UplinkItems::of).toList();
  }

  /** Whether the converter was closed before it was given the uplink. */
  static boolean cameTooLate(CompletionStage<List<EntityData>> items) {
    return refusal(items)
        .filter(refusal -> refusal.kind() == ConverterException.Kind.CLOSED)
        .isPresent();
  }

  /**
   * Why the converter did not even begin, if it has said so already: to be told before the next
   * uplink of the source is published, which might find room.
   */
  static Optional<Throwable> notNow(CompletionStage<List<EntityData>> items) {
    return refusal(items).filter(refusal -> refusal.kind().mayPass()).map(Throwable.class::cast);
  }

  private static Optional<ConverterException> refusal(CompletionStage<List<EntityData>> items) {
    CompletableFuture<List<EntityData>> done = items.toCompletableFuture();
    if (!done.isCompletedExceptionally()) {
      return Optional.empty();
    }
    Throwable cause = cause(done.handle((none, thrown) -> thrown).join());
    return cause instanceof ConverterException refusal ? Optional.of(refusal) : Optional.empty();
  }

  /** What a stage failed with, without what stages put around it. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** What the converter gets beside the payload. */
  static Map<String, String> metadata(ActiveConverter active, Uplink.Payload payload) {
    if (payload.metadata().isEmpty()) {
      return active.metadata();
    }
    Map<String, String> all = new HashMap<>(active.metadata());
    all.putAll(payload.metadata());
    return all;
  }

  private static List<EntityData> converted(
      Uplink.Payload payload,
      Conversion<EntityData> conversion,
      Optional<UplinkObserver> observer) {
    List<EntityData> items = named(conversion.items(), payload.deviceName());
    if (observer.isPresent()) {
      observer.get().converted(payload, conversion, items);
    }
    return items;
  }

  /** A device that gave its name is known again after it connected anew. */
  private static String source(Uplink.Payload payload) {
    return payload.deviceName().orElse(payload.source().session());
  }

  private static EntityData of(
      Device device,
      Optional<List<TimedValues>> telemetry,
      Optional<Map<String, Value>> attributes) {
    return new EntityData(
        EntityKind.DEVICE, device.name(), device.type(), "", "", "", telemetry, attributes);
  }

  private static EntityData of(Reading reading) {
    Entity entity = reading.entity();
    return new EntityData(
        entity.kind() == Entity.Kind.ASSET ? EntityKind.ASSET : EntityKind.DEVICE,
        entity.name(),
        entity.type(),
        entity.label(),
        entity.customer(),
        entity.group(),
        Optional.of(reading.telemetry()).filter(telemetry -> !telemetry.isEmpty()),
        Optional.of(reading.attributes()).filter(attributes -> !attributes.isEmpty()));
  }

  private static List<EntityData> named(List<EntityData> items, Optional<String> name) {
    return name.isEmpty()
        ? items
        : items.stream()
            .map(item -> item.kind() == EntityKind.DEVICE ? item.withName(name.get()) : item)
            .toList();
  }
}
