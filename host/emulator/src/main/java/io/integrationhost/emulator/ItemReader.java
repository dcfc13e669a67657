package io.integrationhost.emulator;

import io.integrationhost.emulator.ReceivedItem.Kind;
import io.integrationhost.emulator.event.DecodedEvent;
import io.integrationhost.emulator.event.EventDecoder;
import io.integrationhost.emulator.event.EventFormatException;
import io.integrationhost.remote.proto.IntegrationStatisticsProto;
import io.integrationhost.remote.proto.TbEventProto;
import io.integrationhost.remote.proto.TbMsgProto;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes items for people and tests of the link's messages. */
final class ItemReader {
  private final EventDecoder events;

  ItemReader(EventDecoder events) {
    this.events = events;
  }

  ReceivedItem entity(EmulatedIntegration integration, UplinkEntity entity) {
    Map<String, Object> details = new LinkedHashMap<>();
    putText(details, "label", entity.label());
    putText(details, "customerName", entity.customerName());
    putText(details, "groupName", entity.groupName());
    return new ReceivedItem(
        integration.routingKey(),
        integration.name(),
        entity.kind(),
        entity.name(),
        entity.type(),
        Values.readings(entity.telemetry()),
        Values.map(entity.attributes().getKvList()),
        details,
        entity.note(),
        Instant.now());
  }

  ReceivedItem statistics(EmulatedIntegration integration, IntegrationStatisticsProto data) {
    return new ReceivedItem(
        integration.routingKey(),
        integration.name(),
        Kind.STATISTICS,
        integration.name(),
        "",
        Values.readings(data.getPostTelemetryMsg()),
        Map.of(),
        Map.of(),
        "",
        Instant.now());
  }

  ReceivedItem event(EmulatedIntegration integration, TbEventProto event) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("source", event.getSource().name());
    String type = "";
    String note = "";
    if (event.getEvent().isEmpty()) {
      note = "the server drops an event without content";
    } else {
      try {
        DecodedEvent decoded = events.decode(event.getEvent().toByteArray());
        type = decoded.type();
        putDecoded(details, decoded);
        note = decoded.serviceId().isEmpty() ? "the server drops an event without serviceId" : "";
      } catch (EventFormatException e) {
        note = "the server drops what it cannot decode: " + e.getMessage();
      }
    }
    return new ReceivedItem(
        integration.routingKey(),
        integration.name(),
        Kind.EVENT,
        event.getDeviceName().isEmpty() ? integration.name() : event.getDeviceName(),
        type,
        List.of(),
        Map.of(),
        details,
        note,
        Instant.now());
  }

  ReceivedItem custom(EmulatedIntegration integration, TbMsgProto message) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("id", message.getId());
    details.put("entityType", message.getEntityType());
    details.put(
        "entityId", new UUID(message.getEntityIdMSB(), message.getEntityIdLSB()).toString());
    details.put("ts", message.getTs());
    details.put("data", message.getData());
    details.put("metadata", new LinkedHashMap<>(message.getMetaData().getDataMap()));
    return new ReceivedItem(
        integration.routingKey(),
        integration.name(),
        Kind.MESSAGE,
        integration.name(),
        message.getType(),
        List.of(),
        Map.of(),
        details,
        "",
        Instant.now());
  }

  private static void putDecoded(Map<String, Object> details, DecodedEvent event) {
    event.id().ifPresent(id -> details.put("id", id.toString()));
    if (event.createdTime() != 0) {
      details.put("createdTime", event.createdTime());
    }
    event.tenantId().ifPresent(id -> details.put("tenantId", id.toString()));
    event.entityId().ifPresent(id -> details.put("entityId", id.toString()));
    putText(details, "serviceId", event.serviceId());
    details.putAll(event.fields());
  }

  private static void putText(Map<String, Object> details, String key, String text) {
    if (!text.isEmpty()) {
      details.put(key, text);
    }
  }
}
