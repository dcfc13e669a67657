package io.integrationhost.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.emulator.event.EventClasses;
import io.integrationhost.emulator.event.EventDecoder;
import io.integrationhost.emulator.output.JsonLines;
import io.integrationhost.remote.ConverterDebugEvent;
import io.integrationhost.remote.EventSource;
import io.integrationhost.remote.EventStamp;
import io.integrationhost.remote.IntegrationDebugEvent;
import io.integrationhost.remote.IntegrationEvent;
import io.integrationhost.remote.LifecycleEvent;
import io.integrationhost.remote.RawDataEvent;
import io.integrationhost.remote.StatisticsEvent;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.remote.proto.UplinkMsg;
import java.io.StringWriter;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every event that the host can send is shown decoded. */
final class EventsShownTest {
  private static final UUID TENANT = new UUID(1, 2);
  private static final UUID ENTITY = new UUID(3, 4);
  private static final UUID ID = UUID.fromString("0b3c1a50-8a2e-11ee-b9d1-0242ac120002");
  private static final EventStamp STAMP =
      new EventStamp(TENANT, Optional.of(ENTITY), "[remote:8082]", Optional.of(ID), 1700000000000L);
  private static final ConverterDebugEvent.Message IN =
      new ConverterDebugEvent.Message("TEXT", "25,40");

  private final ItemReader reader = new ItemReader(new EventDecoder(EventClasses.standard()));
  private final EmulatedIntegration integration =
      EmulatedIntegration.builder("key", "secret").name("Sensors").build();

  @Test
  void lifecycle() throws Exception {
    assertShown(
        new LifecycleEvent(STAMP, "UPDATED", false, Optional.of("port 1 is taken")),
        "LifecycleEvent",
        "INTEGRATION",
        "'success':false,'error':'port 1 is taken','lcEventType':'UPDATED'");
  }

  @Test
  void statistics() throws Exception {
    assertShown(
        new StatisticsEvent(STAMP, 120, 2),
        "StatisticsEvent",
        "INTEGRATION",
        "'errorsOccurred':2,'messagesProcessed':120");
  }

  @Test
  void integrationDebug() throws Exception {
    assertShown(
        new IntegrationDebugEvent(STAMP, "Uplink", "TEXT", "25,40", "ERROR", Optional.of("why")),
        "IntegrationDebugEvent",
        "INTEGRATION",
        "'error':'why','eventType':'Uplink','message':'25,40','messageType':'TEXT','status':'ERROR'");
  }

  @Test
  void uplinkConverterDebug() throws Exception {
    assertShown(
        new ConverterDebugEvent(
            STAMP,
            EventSource.UPLINK_CONVERTER,
            "Uplink",
            IN,
            Optional.of(new ConverterDebugEvent.Message("JSON", "[]")),
            "{\"a\":\"b\"}",
            Optional.empty()),
        "ConverterDebugEvent",
        "UPLINK_CONVERTER",
        "'eventType':'Uplink','inMsg':'25,40','inMsgType':'TEXT','metadata':'{\\\"a\\\":\\\"b\\\"}',"
            + "'outMsg':'[]','outMsgType':'JSON'");
  }

  @Test
  void downlinkConverterDebug() throws Exception {
    assertShown(
        new ConverterDebugEvent(
            STAMP,
            EventSource.DOWNLINK_CONVERTER,
            "Downlink",
            IN,
            Optional.empty(),
            "{}",
            Optional.of("boom")),
        "ConverterDebugEvent",
        "DOWNLINK_CONVERTER",
        "'error':'boom','eventType':'Downlink','inMsg':'25,40','inMsgType':'TEXT','metadata':'{}'");
  }

  @Test
  void rawData() throws Exception {
    EventStamp stamp =
        new EventStamp(TENANT, Optional.empty(), "[remote:8082]", Optional.of(ID), 1700000000000L);
    JsonObject line = shown(new RawDataEvent(stamp, "Device A", "u1", "TEXT", "\"25,40\""));

    assertThat(line.get("name").getAsString()).isEqualTo("Device A");
    assertThat(line.get("type").getAsString()).isEqualTo("RawDataEvent");
    JsonObject details = line.getAsJsonObject("details");
    assertThat(details.get("source").getAsString()).isEqualTo("DEVICE");
    assertThat(details.has("entityId")).isFalse();
    assertThat(details.get("uuid").getAsString()).isEqualTo("u1");
    assertThat(details.get("message").getAsString()).isEqualTo("\"25,40\"");
  }

  private void assertShown(IntegrationEvent event, String type, String source, String own)
      throws Exception {
    JsonObject line = shown(event);
    assertThat(line.get("type").getAsString()).isEqualTo(type);
    assertThat(line.get("name").getAsString()).isEqualTo("Sensors");
    assertThat(line.get("details"))
        .isEqualTo(
            JsonParser.parseString(
                ("{'source':'%s','id':'%s','createdTime':1700000000000,'tenantId':'%s',"
                        + "'entityId':'%s','serviceId':'[remote:8082]',%s}")
                    .formatted(source, ID, TENANT, ENTITY, own)
                    .replace('\'', '"')));
  }

  private JsonObject shown(IntegrationEvent event) throws Exception {
    UplinkMsg message = UplinkMsg.parseFrom(new UplinkCodec().encode(event));
    StringWriter out = new StringWriter();
    try (JsonLines lines = JsonLines.to(out)) {
      lines.accept(reader.event(integration, message.getEventsData(0)));
    }
    return JsonParser.parseString(out.toString()).getAsJsonObject();
  }
}
