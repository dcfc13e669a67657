package io.integrationhost.host.integration;

import io.integrationhost.converter.Conversion;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.converter.DownlinkData;
import io.integrationhost.converter.DownlinkRequest;
import io.integrationhost.entity.EntityData;
import io.integrationhost.host.downlink.DownlinkListener;
import io.integrationhost.host.uplink.UplinkObserver;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where somebody may look at all that passes an integration, beside its debug events. As a rule
 * nobody does, and that costs a look at one field for each uplink. Safe for any thread.
 */
public final class TapSeat {

  private final Supplier<Optional<UplinkObserver>> debug;
  private volatile Optional<Tap> tap = Optional.empty();

  /** Who looks; must neither block nor throw. */
  public interface Tap extends UplinkObserver, DownlinkListener {}

  TapSeat(Supplier<Optional<UplinkObserver>> debug) {
    this.debug = debug;
  }

  /** Has somebody look, in place of who did before. */
  public void take(Tap looking) {
    tap = Optional.of(looking);
  }

  /** Nobody looks any more. */
  public void leave() {
    tap = Optional.empty();
  }

  Optional<UplinkObserver> uplinks() {
    Optional<Tap> looking = tap;
    Optional<UplinkObserver> events = debug.get();
    if (looking.isEmpty()) {
      return events;
    }
    return Optional.of(events.isEmpty() ? looking.get() : new Both(looking.get(), events.get()));
  }

  DownlinkListener downlinks() {
    return new Downlinks();
  }

  private record Both(UplinkObserver one, UplinkObserver other) implements UplinkObserver {

    @Override
    public void published(String transport, Uplink uplink) {
      one.published(transport, uplink);
      other.published(transport, uplink);
    }

    @Override
    public void turnedAway(Uplink uplink, Receipt receipt) {
      one.turnedAway(uplink, receipt);
      other.turnedAway(uplink, receipt);
    }

    @Override
    public void converted(
        Uplink.Payload payload, Conversion<EntityData> conversion, List<EntityData> items) {
      one.converted(payload, conversion, items);
      other.converted(payload, conversion, items);
    }

    @Override
    public void notConverted(
        Uplink.Payload payload, Map<String, String> metadata, ConverterException failure) {
      one.notConverted(payload, metadata, failure);
      other.notConverted(payload, metadata, failure);
    }

    @Override
    public void settled(Uplink uplink, Receipt receipt) {
      one.settled(uplink, receipt);
      other.settled(uplink, receipt);
    }
  }

  private final class Downlinks implements DownlinkListener {

    @Override
    public void converted(
        String device, DownlinkRequest request, Optional<String> output, Optional<String> error) {
      tap.ifPresent(looking -> looking.converted(device, request, output, error));
    }

    @Override
    public void waiting(String device, String messageType, String reason) {
      tap.ifPresent(looking -> looking.waiting(device, messageType, reason));
    }

    @Override
    public void held(String device, String messageType, String reason) {
      tap.ifPresent(looking -> looking.held(device, messageType, reason));
    }

    @Override
    public void sent(String device, String messageType, DownlinkData data) {
      tap.ifPresent(looking -> looking.sent(device, messageType, data));
    }

    @Override
    public void failed(
        String device, String messageType, String reason, Optional<DownlinkRequest> request) {
      tap.ifPresent(looking -> looking.failed(device, messageType, reason, request));
    }
  }
}
