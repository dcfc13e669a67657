package io.integrationhost.host.uplink;

import io.integrationhost.converter.ConverterException;
import io.integrationhost.converter.UpdateOnlyKeys;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.entity.EntityData;
import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.host.deadletter.RefusedUplinks;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.delivery.UplinkCounts;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.remote.UplinkMessage;
import io.integrationhost.spool.ReadingLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an integration's uplinks: converts payloads, checks the items, encodes them once into the
 * bytes that will travel, and appends them to the log in the order of their source. Safe for any
 * thread; never blocks.
 */
public final class UplinkPath {

  private static final Logger log = LoggerFactory.getLogger(UplinkPath.class);

  private final String integration;
  private final UplinkCodec codec;
  private final ReadingLog readings;
  private final DeliveryCounters counters;
  private final RefusedUplinks refusedUplinks;
  private final SourceOrder order = new SourceOrder();
  private final RateLimitedLog failures;
  private final HeardDevices heard;
  private final Supplier<Optional<UplinkObserver>> observers;
  private volatile Optional<ActiveConverter> converter = Optional.empty();
  private volatile boolean enabled = true;
  private volatile boolean paused;
  private final AtomicReference<UplinkConverter> saidNothing = new AtomicReference<>();

  /**
   * A path.
   *
   * @param observers asked once for each uplink, so it must be cheap: nobody looks, as a rule
   */
  public UplinkPath(
      String integration,
      UplinkCodec codec,
      ReadingLog readings,
      DeliveryCounters counters,
      RefusedUplinks refusedUplinks,
      RateLimitedLog failures,
      HeardDevices heard,
      Supplier<Optional<UplinkObserver>> observers) {
    this.integration = integration;
    this.codec = codec;
    this.readings = readings;
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

  /** Refuses every uplink while an operator has the intake rest. */
  public void paused(boolean value) {
    paused = value;
  }

  /** Whether nothing is being converted or waits for its place in the order. */
  public boolean isIdle() {
    return order.sources() == 0;
  }

  /** The way in for one transport. */
  public Uplinks from(String transport) {
    UplinkCounts counts = counters.transport(transport);
    return new Uplinks() {
      @Override
      public CompletionStage<Receipt> publish(Uplink uplink) {
        return UplinkPath.this.publish(transport, counts, uplink);
      }

      @Override
      public void connected(String deviceName) {
        heard.heard(transport, deviceName);
      }

      @Override
      public void disconnected(String deviceName) {
        heard.left(transport, deviceName);
      }
    };
  }

  private CompletionStage<Receipt> publish(String transport, UplinkCounts counts, Uplink uplink) {
    counts.published();
    Optional<UplinkObserver> observer = observers.get();
    observer.ifPresent(looking -> looking.published(transport, uplink));
    Optional<ActiveConverter> active = converter;
    Optional<Receipt> refusal = refusal(active.isPresent());
    if (refusal.isPresent()) {
      counts.settled(refusal.get());
      observer.ifPresent(looking -> looking.turnedAway(uplink, refusal.get()));
      return CompletableFuture.completedFuture(refusal.get());
    }
    ActiveConverter chosen = active.get();
    CompletionStage<List<EntityData>> items = UplinkItems.of(uplink, chosen, observer);
    while (UplinkItems.cameTooLate(items) && !converter.orElseThrow().equals(chosen)) {
      chosen = converter.orElseThrow();
      items = UplinkItems.of(uplink, chosen, observer);
    }
    Passage passage = new Passage(transport, counts, uplink, chosen, observer);
    Optional<Throwable> full = UplinkItems.notNow(items);
    if (full.isEmpty()) {
      order.submit(new SourceKey(transport, uplink.source()), items, passage);
    } else {
      passage.handle(List.of(), full.get());
    }
    return passage.receipt;
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
    if (records.size() == 1) {
      return readings.append(items.get(0).name(), records.get(0));
    }
    CompletableFuture<?>[] stored = new CompletableFuture<?>[records.size()];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = readings.append(items.get(i).name(), records.get(i)).toCompletableFuture();
    }
    return CompletableFuture.allOf(stored);
  }

  private String named(String message) {
    return "integration '" + integration + "': " + message;
  }

  /** Why nothing is done with any uplink now. */
  private Optional<Receipt> refusal(boolean hasConverter) {
    if (!enabled) {
      return refusal(Receipt.Reason.DISABLED, "is disabled; enable it in ThingsBoard");
    }
    if (paused) {
      return refusal(
          Receipt.Reason.UNAVAILABLE,
          "is paused by an operator, who ends that with 'integration-host resume "
              + integration
              + "'; try again later");
    }
    return hasConverter
        ? Optional.empty()
        : refusal(Receipt.Reason.UNAVAILABLE, "has no converter yet; try again");
  }

  private Optional<Receipt> refusal(Receipt.Reason reason, String why) {
    return Optional.of(new Receipt.Rejected(reason, "integration '" + integration + "' " + why));
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

  /** An uplink on its way, with the converter that was in use when it came; holds its place. */
  private final class Passage extends SourceOrder.Place<List<EntityData>> {
    private final String transport;
    private final UplinkCounts counts;
    private final Uplink uplink;
    private final ActiveConverter active;
    private final Optional<UplinkObserver> observer;
    private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();

    Passage(
        String transport,
        UplinkCounts counts,
        Uplink uplink,
        ActiveConverter active,
        Optional<UplinkObserver> observer) {
      this.transport = transport;
      this.counts = counts;
      this.uplink = uplink;
      this.active = active;
      this.observer = observer;
    }

    @Override
    void handle(List<EntityData> items, Throwable failure) {
      try {
        if (failure == null) {
          store(items);
        } else {
          refuse(UplinkItems.cause(failure));
        }
      } catch (RuntimeException | Error e) {
        failed(e);
      }
    }

    /** A receipt whatever happens: without it the transport holds a place for ever. */
    private void failed(Throwable e) {
      try {
        refuse(e);
      } catch (RuntimeException | Error again) {
        log.debug("integration '{}': an uplink cannot even be refused", integration, again);
      } finally {
        receipt.completeExceptionally(e);
      }
    }

    private void store(List<EntityData> items) {
      if (items.isEmpty()) {
        foundNothing();
        return;
      }
      Optional<String> objection = ItemCheck.objection(items);
      if (objection.isPresent()) {
        refuseForGood(Receipt.Reason.INVALID, objection.get());
        return;
      }
      List<EntityData> valued = withValues(items);
      UpdateOnlyKeys keys = active.updateOnlyKeys();
      UpdateOnlyKeys.Sending sending =
          keys.isEmpty()
              ? new UpdateOnlyKeys.Sending(valued, encodeAndAppend(valued))
              : keys.send(valued, UplinkPath.this::encodeAndAppend);
      var unused =
          sending.stored().whenComplete((done, failure) -> stored(items, sending, failure));
    }

    private void stored(List<EntityData> items, UpdateOnlyKeys.Sending sending, Throwable failure) {
      try {
        if (failure != null) {
          refuse(UplinkItems.cause(failure));
        } else if (sending.left().isEmpty()) {
          List<String> devices = DeviceNames.in(items);
          settle(new Receipt.NoContent(devices, waiting(devices)));
        } else {
          counters.stored(sending.left().size());
          List<String> devices = DeviceNames.in(items);
          settle(new Receipt.Stored(devices, waiting(devices)));
        }
      } catch (RuntimeException | Error e) {
        failed(e);
      }
    }

    private int waiting(List<String> devices) {
      return devices.stream().mapToInt(heard::waiting).sum();
    }

    /** Told once for each version of a converter: often it is meant, else no device can tell. */
    private void foundNothing() {
      UplinkConverter asked = active.converter();
      if (saidNothing.getAndSet(asked) != asked) {
        log.info(
            "{} returned nothing for a message, so nothing is sent; if that is not meant, a"
                + " 'return' may be missing: try it with 'integration-host convert' (said once for"
                + " each version of the converter)",
            named("converter '" + asked.name() + "'"));
      }
      settle(new Receipt.NoContent());
    }

    private List<EntityData> withValues(List<EntityData> items) {
      if (items.size() == 1) {
        return items;
      }
      List<EntityData> valued = items.stream().filter(ItemCheck::holdsValues).toList();
      if (valued.size() < items.size()) {
        warn(
            "left out",
            named(
                (items.size() - valued.size())
                    + " of "
                    + items.size()
                    + " items of a message hold no value and are left out"));
      }
      return valued;
    }

    private void refuse(Throwable cause) {
      String message = String.valueOf(cause.getMessage());
      observe(cause);
      if (cause instanceof TooLarge) {
        refuseForGood(Receipt.Reason.INVALID, message);
      } else if (!(cause instanceof ConverterException converterProblem)) {
        refuse(Receipt.Reason.UNAVAILABLE, named(message));
      } else if (converterProblem.kind().mayPass()) {
        refuse(Receipt.Reason.CONVERTER, named(message));
      } else {
        refuseForGood(Receipt.Reason.CONVERTER, message);
      }
    }

    private void observe(Throwable cause) {
      if (observer.isPresent()
          && cause instanceof ConverterException failure
          && uplink instanceof Uplink.Payload payload) {
        Map<String, String> metadata = UplinkItems.metadata(active, payload);
        observer.get().notConverted(payload, metadata, failure);
      }
    }

    private void refuseForGood(Receipt.Reason reason, String message) {
      String text = named(message);
      Map<String, String> metadata =
          uplink instanceof Uplink.Payload payload
              ? UplinkItems.metadata(active, payload)
              : Map.of();
      var unused =
          refusedUplinks
              .refused(uplink, metadata, text)
              .whenComplete((filed, failure) -> refused(reason, text, failure == null && filed));
    }

    private void refused(Receipt.Reason reason, String text, boolean filed) {
      try {
        refuse(reason, text, filed);
      } catch (RuntimeException | Error e) {
        log.debug("integration '{}': an uplink cannot even be refused", integration, e);
        receipt.completeExceptionally(e);
      }
    }

    private void refuse(Receipt.Reason reason, String text) {
      refuse(reason, text, false);
    }

    private void refuse(Receipt.Reason reason, String text, boolean filed) {
      warn(reason.name(), text);
      settle(new Receipt.Rejected(reason, text, filed));
      DeviceNames.of(uplink).forEach(name -> heard.heard(transport, name));
    }

    /** The plugin first: it may learn from the receipt where the downlinks of a device go. */
    private void settle(Receipt answer) {
      if (observer.isPresent()) {
        observer.get().settled(uplink, answer);
      }
      counts.settled(answer);
      receipt.complete(answer);
      answer.devices().forEach(name -> heard.heard(transport, name));
    }

    /** Says of whom: what the plugin logs of its connection may be lines away, or missing. */
    private void warn(String kind, String text) {
      String who = DeviceNames.who(uplink);
      failures.warn(log, kind, text + " (transport '" + transport + "', " + who + ")");
    }
  }
}
