package io.integrationhost.remote;

import static io.integrationhost.remote.SerialWriter.SerialClass.flag;
import static io.integrationhost.remote.SerialWriter.SerialClass.number;
import static io.integrationhost.remote.SerialWriter.SerialClass.object;

import io.integrationhost.remote.SerialWriter.SerialClass;
import java.util.List;
import java.util.stream.Stream;

/** ThingsBoard's event classes as they are described in a stream (facts 4.2). */
final class EventClasses {
  private static final String DATA = "org.thingsboard.server.common.data.";
  private static final String TEXT = "java.lang.String";

  static final SerialClass UUID_CLASS =
      new SerialClass(
          "java.util.UUID",
          -4856846361193249489L,
          List.of(number("leastSigBits"), number("mostSigBits")),
          null);

  private static final SerialClass UUID_BASED =
      new SerialClass(DATA + "id.UUIDBased", 1, List.of(object("id", UUID_CLASS.name())), null);

  static final SerialClass TENANT_ID =
      new SerialClass(DATA + "id.TenantId", 1, List.of(), UUID_BASED);

  static final SerialClass EVENT_ID =
      new SerialClass(DATA + "id.EventId", 1, List.of(), UUID_BASED);

  final SerialClass lifecycle;
  final SerialClass statistics;
  final SerialClass integrationDebug;
  final SerialClass converterDebug;
  final SerialClass rawData;

  EventClasses(EventUids uids) {
    SerialClass idBased =
        new SerialClass(
            DATA + "id.IdBased", uids.idBased(), List.of(object("id", UUID_BASED.name())), null);
    SerialClass baseData =
        new SerialClass(
            DATA + "BaseData", 5422817607129962637L, List.of(number("createdTime")), idBased);
    SerialClass event =
        new SerialClass(
            DATA + "event.Event",
            uids.event(),
            List.of(
                object("entityId", UUID_CLASS.name()),
                object("serviceId", TEXT),
                object("tenantId", TENANT_ID.name())),
            baseData);
    lifecycle =
        new SerialClass(
            DATA + "event.LifecycleEvent",
            -3247420461850911549L,
            List.of(flag("success"), object("error", TEXT), object("lcEventType", TEXT)),
            event);
    statistics =
        new SerialClass(
            DATA + "event.StatisticsEvent",
            6683733979448910631L,
            List.of(number("errorsOccurred"), number("messagesProcessed")),
            event);
    integrationDebug =
        texts(
            "IntegrationDebugEvent",
            uids.integrationDebug(),
            event,
            "error",
            "eventType",
            "message",
            "messageType",
            "status");
    converterDebug =
        texts(
            "ConverterDebugEvent",
            uids.converterDebug(),
            event,
            "error",
            "eventType",
            "inMsg",
            "inMsgType",
            "metadata",
            "outMsg",
            "outMsgType");
    rawData = texts("RawDataEvent", uids.rawData(), event, "message", "messageType", "uuid");
  }

  private static SerialClass texts(String name, long uid, SerialClass parent, String... fields) {
    return new SerialClass(
        DATA + "event." + name,
        uid,
        Stream.of(fields).map(field -> object(field, TEXT)).toList(),
        parent);
  }
}
