package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.remote.standin.StandIns;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class EventEncoderTest {
  private static final UUID TENANT = UUID.fromString("11111111-1111-1111-2222-222222222222");
  private static final UUID ENTITY = UUID.fromString("33333333-3333-3333-4444-444444444444");
  private static final UUID ID = UUID.fromString("0b3c1a50-8a2e-11ee-b9d1-0242ac120002");
  private static final EventStamp PLAIN =
      new EventStamp(TENANT, Optional.of(ENTITY), "[remote:8082]", Optional.empty(), 0);
  private static final EventStamp STAMPED =
      new EventStamp(TENANT, Optional.of(ENTITY), "[remote:8082]", Optional.of(ID), 1700000000000L);

  private static final String PACKAGE = "org.thingsboard.server.common.data.event.";
  private static final String ODD = "\u0000 a ü € \ud83d\udca7 \ud83d ";

  private final EventEncoder encoder = new EventEncoder(EventUids.standard());

  @Test
  void theGoldenStreamComesOut() {
    String golden =
        WireVector.load("uplink-lifecycle-event")
            .json()
            .getAsJsonObject("uplinkMsg")
            .getAsJsonArray("eventsData")
            .get(0)
            .getAsJsonObject()
            .get("event")
            .getAsString();

    byte[] stream = encoder.encode(new LifecycleEvent(PLAIN, "STARTED", true, Optional.empty()));

    assertThat(stream).hasSize(763).isEqualTo(Base64.getDecoder().decode(golden));
  }

  @Test
  void statisticsEventHasTheKnownSize() throws Exception {
    byte[] stream = encoder.encode(new StatisticsEvent(PLAIN, 120, 2));

    assertThat(stream).hasSize(763);
    assertThat(StandIns.asText(stream))
        .isEqualTo("no id|0|" + TENANT + "|" + ENTITY + "|[remote:8082]|120|2");
  }

  @Test
  void javaReadsIdTimeAndError() throws Exception {
    byte[] stream =
        encoder.encode(
            new LifecycleEvent(STAMPED, "UPDATED", false, Optional.of("port 5555 is taken")));

    assertThat(StandIns.asText(stream))
        .isEqualTo(
            "EventId "
                + ID
                + "|1700000000000|"
                + TENANT
                + "|"
                + ENTITY
                + "|[remote:8082]|UPDATED|false|port 5555 is taken");
  }

  @Test
  void javaReadsStringsOfAnyLengthAndKind() throws Exception {
    for (String error : new String[] {ODD, ODD.repeat(10_000)}) {
      byte[] stream =
          encoder.encode(new LifecycleEvent(STAMPED, "UPDATED", false, Optional.of(error)));

      assertThat(StandIns.asText(stream)).endsWith("|UPDATED|false|" + error);
    }
  }

  @Test
  void integrationDebugEventHasTheKnownSize() throws Exception {
    byte[] stream =
        encoder.encode(
            new IntegrationDebugEvent(PLAIN, "Uplink", "TEXT", "m", "OK", Optional.empty()));

    assertThat(stream).hasSize(820);
    assertThat(classNameOf(stream)).isEqualTo(PACKAGE + "IntegrationDebugEvent");
    assertThat(StandIns.asText(stream))
        .isEqualTo("no id|0|" + TENANT + "|" + ENTITY + "|[remote:8082]|Uplink|TEXT|m|OK|null");
  }

  @Test
  void rawDataEventHasTheKnownSizeAndNoEntity() throws Exception {
    EventStamp stamp =
        new EventStamp(TENANT, Optional.empty(), "[remote:8082]", Optional.empty(), 0);
    byte[] stream = encoder.encode(new RawDataEvent(stamp, "Device A", "u", "T", "m"));

    assertThat(stream).hasSize(744);
    assertThat(classNameOf(stream)).isEqualTo(PACKAGE + "RawDataEvent");
    assertThat(StandIns.asText(stream))
        .isEqualTo("no id|0|" + TENANT + "|null|[remote:8082]|u|T|m");
  }

  @Test
  void javaReadsConverterDebugEventsWithAndWithoutResult() throws Exception {
    ConverterDebugEvent.Message in = new ConverterDebugEvent.Message("BINARY", "AQI=");
    ConverterDebugEvent.Message out =
        new ConverterDebugEvent.Message("JSON", "[{\"n\":\"" + ODD.repeat(10_000) + "\"}]");
    EventSource source = EventSource.UPLINK_CONVERTER;

    byte[] good =
        encoder.encode(
            new ConverterDebugEvent(
                STAMPED, source, "Uplink", in, Optional.of(out), "{}", Optional.empty()));
    assertThat(classNameOf(good)).isEqualTo(PACKAGE + "ConverterDebugEvent");
    assertThat(StandIns.asText(good))
        .endsWith("|[remote:8082]|Uplink|BINARY|AQI=|JSON|" + out.text() + "|{}|null");

    byte[] bad =
        encoder.encode(
            new ConverterDebugEvent(
                STAMPED, source, "Uplink", in, Optional.empty(), "{}", Optional.of("x")));
    assertThat(StandIns.asText(bad)).endsWith("|Uplink|BINARY|AQI=|null|null|{}|x");
  }

  @Test
  void anUnknownTenantIsTheSystem() throws Exception {
    EventStamp stamp = new EventStamp(null, Optional.of(ENTITY), "s", Optional.empty(), 0);

    assertThat(StandIns.asText(encoder.encode(new StatisticsEvent(stamp, 1, 1))))
        .startsWith("no id|0|13814000-1dd2-11b2-8080-808080808080|");
  }

  @Test
  void otherVersionNumbersCanBeSet() throws Exception {
    EventEncoder other = new EventEncoder(new EventUids(1, 2, 3, 4, 5));
    ConverterDebugEvent.Message in = new ConverterDebugEvent.Message("TEXT", "x");

    assertThat(
            uidOf(
                other.encode(
                    new IntegrationDebugEvent(PLAIN, "U", "T", "m", "OK", Optional.empty()))))
        .isEqualTo(3);
    assertThat(
            uidOf(
                other.encode(
                    new ConverterDebugEvent(
                        PLAIN,
                        EventSource.DOWNLINK_CONVERTER,
                        "Downlink",
                        in,
                        Optional.empty(),
                        "{}",
                        Optional.empty()))))
        .isEqualTo(4);
    assertThat(uidOf(other.encode(new RawDataEvent(PLAIN, "D", "u", "T", "m")))).isEqualTo(5);

    byte[] stream =
        new EventEncoder(new EventUids(1, 2, 3, 4, 5)).encode(new StatisticsEvent(STAMPED, 1, 1));

    assertThatThrownBy(() -> StandIns.asText(stream))
        .isInstanceOf(InvalidClassException.class)
        .hasMessageContaining("serialVersionUID = 1");
  }

  private static String classNameOf(byte[] stream) throws IOException {
    try (DataInputStream in = afterTheMark(stream)) {
      return in.readUTF();
    }
  }

  private static long uidOf(byte[] stream) throws IOException {
    try (DataInputStream in = afterTheMark(stream)) {
      in.readUTF();
      return in.readLong();
    }
  }

  /** Behind magic, version, object and descriptor. */
  private static DataInputStream afterTheMark(byte[] stream) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(stream));
    in.skipNBytes(6);
    return in;
  }
}
