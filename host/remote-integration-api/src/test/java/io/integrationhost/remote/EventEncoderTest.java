package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.remote.standin.StandIns;
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
      new EventStamp(TENANT, ENTITY, "[remote:8082]", Optional.empty(), 0);
  private static final EventStamp STAMPED =
      new EventStamp(TENANT, ENTITY, "[remote:8082]", Optional.of(ID), 1700000000000L);

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
    String odd = "\u0000 a ü € \ud83d\udca7 \ud83d ";
    for (String error : new String[] {odd, odd.repeat(10_000)}) {
      byte[] stream =
          encoder.encode(new LifecycleEvent(STAMPED, "UPDATED", false, Optional.of(error)));

      assertThat(StandIns.asText(stream)).endsWith("|UPDATED|false|" + error);
    }
  }

  @Test
  void otherVersionNumbersCanBeSet() {
    byte[] stream =
        new EventEncoder(new EventUids(1, 2)).encode(new StatisticsEvent(STAMPED, 1, 1));

    assertThatThrownBy(() -> StandIns.asText(stream))
        .isInstanceOf(InvalidClassException.class)
        .hasMessageContaining("serialVersionUID = 1");
  }
}
