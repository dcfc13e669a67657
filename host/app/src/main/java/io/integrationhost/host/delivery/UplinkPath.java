package io.integrationhost.host.delivery;

import io.integrationhost.converter.ConverterException;
import io.integrationhost.converter.UpdateOnlyKeys;
import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.remote.UplinkMessage;
import io.integrationhost.spool.Spool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an integration's uplinks: converts payloads, checks the items, encodes them once into the
 * bytes that will travel, and appends them to the spool in the order of their source. Safe for any
 * thread; never blocks.
 */
public final class UplinkPath {

  private static final Logger log = LoggerFactory.getLogger(UplinkPath.class);

  private final String integration;
  private final UplinkCodec codec;
  private final Spool spool;
  private final DeliveryCounters counters;
  private final RefusedUplinks refusedUplinks;
  private final SourceOrder order = new SourceOrder();
  private final RateLimitedLog failures;
  private final HeardDevices heard;
  private final Supplier<Optional<UplinkObserver>> observers;
  private volatile Optional<ActiveConverter> converter = Optional.empty();
  private volatile boolean enabled = true;

  /**
   * A path.
   *
   * @param observers asked once for each uplink, so it must be cheap: nobody looks, as a rule
   */
  public UplinkPath(
      String integration,
      UplinkCodec codec,
      Spool spool,
      DeliveryCounters counters,
      RefusedUplinks refusedUplinks,
      RateLimitedLog failures,
      HeardDevices heard,
      Supplier<Optional<UplinkObserver>> observers) {
    this.integration = integration;
    this.codec = codec;
    this.spool = spool;
    this.counters = counters;
    this.refusedUplinks = refusedUplinks;
    this.failures = failures;
    this.heard = heard;
    this.observers = observers;
  }

  /** Replaces the converter; uplinks that are under way finish with the former one. */
  public void use(ActiveConverter next) {
    converter = Optional.of(next);
  }

  /** A disabled integration refuses every uplink with {@link Receipt.Reason#DISABLED}. */
  public void enabled(boolean value) {
    enabled = value;
  }

  /** Whether nothing is being converted or waits for its place in the order. */
  public boolean isIdle() {
    return order.sources() == 0;
  }

  /** The way in for one transport. */
  public Uplinks from(String transport) {
    return new Uplinks() {
      @Override
      public CompletionStage<Receipt> publish(Uplink uplink) {
        return UplinkPath.this.publish(transport, uplink);
      }

      @Override
      public void connected(String deviceName) {
        heard.heard(transport, deviceName);
      }
    };
  }

  private CompletionStage<Receipt> publish(String transport, Uplink uplink) {
    counters.published();
    if (!enabled) {
      return refuse(
          Receipt.Reason.DISABLED,
          "integration '" + integration + "' is disabled; enable it in ThingsBoard");
    }
    Optional<ActiveConverter> active = converter;
    if (active.isEmpty()) {
      return refuse(
          Receipt.Reason.UNAVAILABLE,
          "integration '" + integration + "' has no converter yet; try again");
    }
    Optional<UplinkObserver> observer = observers.get();
    Passage passage =
        new Passage(transport, uplink, active.get(), observer, new CompletableFuture<>());
    order.submit(
        new SourceKey(transport, uplink.source()),
        UplinkItems.of(uplink, active.get(), observer),
        (items, failure) -> settle(passage, items, failure));
    return passage.receipt();
  }

  private void settle(Passage passage, List<EntityData> items, Throwable failure) {
    try {
      if (failure == null) {
        store(passage, items);
      } else {
        refuse(passage, cause(failure));
      }
    } catch (RuntimeException e) {
      refuse(passage, e);
    }
  }

  private void store(Passage passage, List<EntityData> items) {
    for (EntityData item : items) {
      Optional<String> objection = ItemCheck.objection(item);
      if (objection.isPresent()) {
        refuseForGood(passage, Receipt.Reason.INVALID, objection.get());
        return;
      }
    }
    List<EntityData> changed = new ArrayList<>(items.size());
    for (EntityData item : items) {
      EntityData left = passage.active().updateOnlyKeys().apply(item);
      if (ItemCheck.holdsSomething(left)) {
        changed.add(left);
      }
    }
    if (changed.isEmpty()) {
      settle(passage, new Receipt.NoContent(DeviceNames.in(items)));
      return;
    }
    List<byte[]> records = new ArrayList<>(changed.size());
    for (EntityData item : changed) {
      byte[] record = codec.encode(item);
      if (record.length > UplinkMessage.MAX_BYTES) {
        refuseForGood(
            passage,
            Receipt.Reason.INVALID,
            "an item is larger than "
                + UplinkMessage.MAX_BYTES
                + " bytes, the most that ThingsBoard takes; send less in one uplink");
        return;
      }
      records.add(record);
    }
    var unused =
        append(records)
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    counters.stored(changed.size());
                    settle(passage, new Receipt.Stored(DeviceNames.in(items)));
                  } else {
                    UpdateOnlyKeys keys = passage.active().updateOnlyKeys();
                    changed.forEach(item -> keys.forget(item.name()));
                    refuse(passage, cause(failure));
                  }
                });
  }

  private CompletionStage<?> append(List<byte[]> records) {
    return records.size() == 1
        ? spool.append(records.get(0))
        : CompletableFuture.allOf(
            records.stream()
                .map(record -> spool.append(record).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private void refuse(Passage passage, Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    observe(passage, cause);
    if (!(cause instanceof ConverterException converterProblem)) {
      refuse(passage, Receipt.Reason.UNAVAILABLE, named(message));
    } else if (converterProblem.kind().mayPass()) {
      refuse(passage, Receipt.Reason.CONVERTER, named(message));
    } else {
      refuseForGood(passage, Receipt.Reason.CONVERTER, message);
    }
  }

  private static void observe(Passage passage, Throwable cause) {
    if (passage.observer().isPresent()
        && cause instanceof ConverterException failure
        && passage.uplink() instanceof Uplink.Payload payload) {
      Map<String, String> metadata = UplinkItems.metadata(passage.active(), payload);
      passage.observer().get().notConverted(payload, metadata, failure);
    }
  }

  private void refuseForGood(Passage passage, Receipt.Reason reason, String message) {
    String text = named(message);
    if (passage.uplink() instanceof Uplink.Payload payload) {
      refusedUplinks.refused(payload, UplinkItems.metadata(passage.active(), payload), text);
    }
    refuse(passage, reason, text);
  }

  private void refuse(Passage passage, Receipt.Reason reason, String text) {
    failures.warn(log, reason.name(), text);
    settle(passage, new Receipt.Rejected(reason, text));
    DeviceNames.of(passage.uplink()).ifPresent(name -> heard.heard(passage.transport(), name));
  }

  /** The plugin first: it may learn from the receipt where the downlinks of a device go. */
  private void settle(Passage passage, Receipt receipt) {
    if (passage.observer().isPresent()) {
      passage.observer().get().settled(passage.uplink(), receipt);
    }
    passage.receipt().complete(counted(receipt));
    receipt.devices().forEach(name -> heard.heard(passage.transport(), name));
  }

  private String named(String message) {
    return "integration '" + integration + "': " + message;
  }

  private CompletionStage<Receipt> refuse(Receipt.Reason reason, String message) {
    return CompletableFuture.completedFuture(counted(new Receipt.Rejected(reason, message)));
  }

  private Receipt counted(Receipt receipt) {
    counters.settled(receipt);
    return receipt;
  }

  /** An uplink on its way, with the converter that was in use when it came. */
  private record Passage(
      String transport,
      Uplink uplink,
      ActiveConverter active,
      Optional<UplinkObserver> observer,
      CompletableFuture<Receipt> receipt) {}
}
