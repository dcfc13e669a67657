package io.integrationhost.host.event;

import com.google.gson.JsonPrimitive;
import io.integrationhost.converter.Conversion;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.host.uplink.UplinkObserver;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.remote.ConverterDebugEvent.Message;
import io.integrationhost.remote.EventSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what becomes of uplinks into debug events. Safe for any thread. */
final class UplinkDebug implements UplinkObserver {

  private static final String TYPE = "Uplink";

  private final DebugEvents events;
  private final EventStamps stamps;
  private final CutText cut;

  UplinkDebug(DebugEvents events, EventStamps stamps, CutText cut) {
    this.events = events;
    this.stamps = stamps;
    this.cut = cut;
  }

  @Override
  public void converted(
      Uplink.Payload payload, Conversion<EntityData> conversion, List<EntityData> items) {
    events.converter(
        EventSource.UPLINK_CONVERTER,
        TYPE,
        () -> message(payload),
        conversion::output,
        () -> with(conversion.console(), conversion.metadata()),
        Optional.empty());
    rawData(payload, items);
  }

  @Override
  public void notConverted(
      Uplink.Payload payload, Map<String, String> metadata, ConverterException failure) {
    events.converter(
        EventSource.UPLINK_CONVERTER,
        TYPE,
        () -> message(payload),
        failure::output,
        () -> with(failure.console(), metadata),
        Optional.of(failure.reason()));
  }

  @Override
  public void settled(Uplink uplink, Receipt receipt) {
    Optional<String> error =
        receipt instanceof Receipt.Rejected refusal
            ? Optional.of(refusal.message())
            : Optional.empty();
    events.integration(TYPE, () -> message(uplink), error);
  }

  /** The event has no other place for it. */
  private static Map<String, String> with(List<String> console, Map<String, String> metadata) {
    if (console.isEmpty()) {
      return metadata;
    }
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.put("console", String.join("\n", console));
    return all;
  }

  private void rawData(Uplink.Payload payload, List<EntityData> items) {
    String uuid = stamps.uniqueText();
    items.stream()
        .filter(item -> item.kind() == EntityKind.DEVICE)
        .map(EntityData::name)
        .distinct()
        .forEach(
            device ->
                events.rawData(device, uuid, payload.contentType().name(), () -> json(payload)));
  }

  private Message message(Uplink uplink) {
    if (uplink instanceof Uplink.Payload payload) {
      return new Message(
          payload.contentType().name(), cut.of(payload.contentType(), payload.bytes()));
    } else if (uplink instanceof Uplink.Telemetry telemetry) {
      return new Message("JSON", cut.of(UplinkText.of(telemetry)));
    } else if (uplink instanceof Uplink.Attributes attributes) {
      return new Message("JSON", cut.of(UplinkText.of(attributes)));
    } else if (uplink instanceof Uplink.Readings readings) {
      return new Message("JSON", cut.of(UplinkText.of(readings)));
    }
    throw new IllegalArgumentException("unknown kind of uplink: " + uplink.getClass());
  }

  /** JSON stays as it is, all else becomes a text of JSON. */
  private String json(Uplink.Payload payload) {
    String text = cut.of(payload.contentType(), payload.bytes());
    return payload.contentType() == ContentType.JSON ? text : new JsonPrimitive(text).toString();
  }
}
