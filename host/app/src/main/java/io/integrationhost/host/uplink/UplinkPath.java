package io.integrationhost.host.uplink;

import io.integrationhost.converter.ConverterException;
import io.integrationhost.converter.UpdateOnlyKeys;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.entity.EntityData;
import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.host.deadletter.RefusedUplinks;
import io.integrationhost.host.delivery.DeliveryCounters;
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
import java.util.concurrent.atomic.AtomicReference;
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
  private final AtomicReference<UplinkConverter> saidNothing = new AtomicReference<>();

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

  /**
   * Replaces the converter. Uplinks that are under way finish with the former one; one that comes
   * to a converter that is closed already is converted by the one in use.
   */
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
    ActiveConverter chosen = active.get();
    CompletionStage<List<EntityData>> items = UplinkItems.of(uplink, chosen, observer);
    while (UplinkItems.cameTooLate(items) && !converter.orElseThrow().equals(chosen)) {
      chosen = converter.orElseThrow();
      items = UplinkItems.of(uplink, chosen, observer);
    }
    Passage passage = new Passage(transport, uplink, chosen, observer, new CompletableFuture<>());
    order.submit(
        new SourceKey(transport, uplink.source()),
        items,
        (result, failure) -> settle(passage, result, failure));
    return passage.receipt();
  }

  private void settle(Passage passage, List<EntityData> items, Throwable failure) {
    try {
      if (failure == null) {
        store(passage, items);
      } else {
        refuse(passage, cause(failure));
      }
    } catch (RuntimeException | Error e) {
      failed(passage, e);
    }
  }

  /** A receipt whatever happens: without it the transport holds a place for ever. */
  private void failed(Passage passage, Throwable e) {
    try {
      refuse(passage, e);
    } catch (RuntimeException | Error again) {
      log.debug("integration '{}': an uplink cannot even be refused", integration, again);
    } finally {
      passage.receipt().completeExceptionally(e);
    }
  }

  private void store(Passage passage, List<EntityData> items) {
    if (items.isEmpty()) {
      foundNothing(passage);
      return;
    }
    Optional<String> objection = ItemCheck.objection(items);
    if (objection.isPresent()) {
      refuseForGood(passage, Receipt.Reason.INVALID, objection.get());
      return;
    }
    List<EntityData> valued = withValues(passage, items);
    UpdateOnlyKeys keys = passage.active().updateOnlyKeys();
    UpdateOnlyKeys.Sending sending =
        keys.isEmpty()
            ? new UpdateOnlyKeys.Sending(valued, encodeAndAppend(valued))
            : keys.send(valued, this::encodeAndAppend);
    var unused =
        sending.stored().whenComplete((done, failure) -> stored(passage, items, sending, failure));
  }

  private void stored(
      Passage passage, List<EntityData> items, UpdateOnlyKeys.Sending sending, Throwable failure) {
    try {
      if (failure != null) {
        refuse(passage, cause(failure));
      } else if (sending.left().isEmpty()) {
        settle(passage, new Receipt.NoContent(DeviceNames.in(items)));
      } else {
        counters.stored(sending.left().size());
        settle(passage, new Receipt.Stored(DeviceNames.in(items)));
      }
    } catch (RuntimeException | Error e) {
      failed(passage, e);
    }
  }

  /** Told once for each version of a converter: often it is meant, else no device can tell. */
  private void foundNothing(Passage passage) {
    UplinkConverter asked = passage.active().converter();
    if (saidNothing.getAndSet(asked) != asked) {
      log.info(
          "{} returned nothing for a message, so nothing is sent; if that is not meant, a 'return'"
              + " may be missing: try it with 'integration-host convert' (said once for each"
              + " version of the converter)",
          named("converter '" + asked.name() + "'"));
    }
    settle(passage, new Receipt.NoContent());
  }

  private List<EntityData> withValues(Passage passage, List<EntityData> items) {
    if (items.size() == 1) {
      return items;
    }
    List<EntityData> valued = items.stream().filter(ItemCheck::holdsValues).toList();
    if (valued.size() < items.size()) {
      warn(
          passage,
          "left out",
          named(
              (items.size() - valued.size())
                  + " of "
                  + items.size()
                  + " items of a message hold no value and are left out"));
    }
    return valued;
  }

  private CompletionStage<?> encodeAndAppend(List<EntityData> items) {
    List<byte[]> records = new ArrayList<>(items.size());
    for (EntityData item : items) {
      byte[] record = codec.encode(item);
      if (record.length > UplinkMessage.MAX_BYTES) {
        return CompletableFuture.failedFuture(new TooLarge());
      }
      records.add(record);
    }
    return append(records);
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
    if (cause instanceof TooLarge) {
      refuseForGood(passage, Receipt.Reason.INVALID, message);
    } else if (!(cause instanceof ConverterException converterProblem)) {
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
    warn(passage, reason.name(), text);
    settle(passage, new Receipt.Rejected(reason, text));
    DeviceNames.of(passage.uplink()).forEach(name -> heard.heard(passage.transport(), name));
  }

  /** The plugin first: it may learn from the receipt where the downlinks of a device go. */
  private void settle(Passage passage, Receipt receipt) {
    if (passage.observer().isPresent()) {
      passage.observer().get().settled(passage.uplink(), receipt);
    }
    passage.receipt().complete(counted(receipt));
    receipt.devices().forEach(name -> heard.heard(passage.transport(), name));
  }

  /** Says of whom: what the plugin logs of its connection may be lines away, or missing. */
  private void warn(Passage passage, String kind, String text) {
    String who = DeviceNames.who(passage.uplink());
    failures.warn(log, kind, text + " (transport '" + passage.transport() + "', " + who + ")");
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

  /** One of the items can never be sent. */
  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super(
          "an item is larger than "
              + UplinkMessage.MAX_BYTES
              + " bytes, the most that ThingsBoard takes; send less in one uplink",
          null,
          false,
          false);
    }
  }

  /** An uplink on its way, with the converter that was in use when it came. */
  private record Passage(
      String transport,
      Uplink uplink,
      ActiveConverter active,
      Optional<UplinkObserver> observer,
      CompletableFuture<Receipt> receipt) {}
}
