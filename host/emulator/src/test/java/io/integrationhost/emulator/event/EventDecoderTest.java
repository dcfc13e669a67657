package io.integrationhost.emulator.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventDecoderTest {
  private static final long STATISTICS_UID = 6683733979448910631L;
  private static final long RAW_UID = 3697667306693427131L;

  private final EventDecoder decoder = new EventDecoder(EventClasses.standard());

  @Test
  void goldenStream() throws Exception {
    assertThat(decoder.decode(Streams.GOLDEN))
        .isEqualTo(
            new DecodedEvent(
                "LifecycleEvent",
                Optional.empty(),
                0,
                Optional.of(UUID.fromString("11111111-1111-1111-2222-222222222222")),
                Optional.of(UUID.fromString("33333333-3333-3333-4444-444444444444")),
                "[remote:8082]",
                Map.of("success", true, "lcEventType", "STARTED")));
  }

  @Test
  void streamWithoutReferences() throws Exception {
    byte[] stream =
        Streams.start()
            .event("StatisticsEvent", STATISTICS_UID, "JerrorsOccurred", "JmessagesProcessed")
            .id("EventId", 5, 6)
            .i8(1_700_000_000_000L)
            .uuid(3, 4)
            .text("[remote:8082]")
            .id("TenantId", 1, 2)
            .i8(7)
            .i8(8)
            .bytes();
    assertThat(decoder.decode(stream))
        .isEqualTo(
            new DecodedEvent(
                "StatisticsEvent",
                Optional.of(new UUID(5, 6)),
                1_700_000_000_000L,
                Optional.of(new UUID(1, 2)),
                Optional.of(new UUID(3, 4)),
                "[remote:8082]",
                Map.of("errorsOccurred", 7L, "messagesProcessed", 8L)));
  }

  @Test
  void idBasedMayBeLeftOutAndTextMayBeLongOrStrange() throws Exception {
    String strange = "ä€\uD83D\uDE00\u0000";
    String big = "x".repeat(100_000);
    byte[] stream =
        Streams.start()
            .u1(0x73)
            .descriptor(
                Streams.P + "event.RawDataEvent", RAW_UID, "Lmessage", "LmessageType", "Luuid")
            .descriptor(
                Streams.P + "event.Event",
                -2574557175429727517L,
                "LentityId",
                "LserviceId",
                "LtenantId")
            .descriptor(Streams.P + "BaseData", 5422817607129962637L, "JcreatedTime")
            .nothing()
            .i8(0)
            .nothing()
            .text("s")
            .nothing()
            .longText(big)
            .text(strange)
            .nothing()
            .bytes();
    DecodedEvent event = decoder.decode(stream);
    assertThat(event.id()).isEmpty();
    assertThat(event.entityId()).isEmpty();
    assertThat(event.fields())
        .containsExactlyInAnyOrderEntriesOf(Map.of("message", big, "messageType", strange));
  }

  @Test
  void otherUidIsAnIncompatibleVersionUnlessConfigured() throws Exception {
    byte[] stream = Streams.start().event("StatisticsEvent", 1).bytes();
    assertFails(stream, "incompatible version", "StatisticsEvent", "serialVersionUID 1");
    EventDecoder other = new EventDecoder(EventClasses.standard().withUid("LifecycleEvent", 1));
    assertThatExceptionOfType(EventFormatException.class)
        .isThrownBy(() -> other.decode(Streams.GOLDEN));
    byte[] whole =
        Streams.start()
            .event("StatisticsEvent", 1)
            .nothing()
            .i8(0)
            .nothing()
            .nothing()
            .nothing()
            .bytes();
    EventDecoder fitting = new EventDecoder(EventClasses.standard().withUid("StatisticsEvent", 1));
    assertThat(fitting.decode(whole).serviceId()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventClasses.standard().withUid("Nothing", 1))
        .withMessageContaining("IdBased");
  }

  @Test
  void unknownClassesAreNamed() {
    assertFails(
        Streams.start().u1(0x73).descriptor("java.util.HashMap", 362498820763181265L).bytes(),
        "unknown class java.util.HashMap");
    assertFails(Streams.start().uuid(1, 2).bytes(), "java.util.UUID is no event");
  }

  @Test
  void onlyThePartsOfAnEventAreAllowed() {
    for (int code : new int[] {0x75, 0x76, 0x77, 0x79, 0x7A, 0x7B, 0x7D, 0x7E, 0x00, 0xFF}) {
      assertFails(Streams.start().u1(code).bytes(), "not part of an event");
      assertFails(Streams.start().u1(0x73).u1(code).bytes(), "not part of an event");
    }
    assertFails(Streams.start().nothing().bytes(), "no object");
    assertFails(Streams.start().text("x").bytes(), "no object");
    assertFails(new byte[] {1, 2, 3, 4}, "AC ED 00 05");
    assertFails(new byte[0], "announced");
  }

  @Test
  void wrongTypesOfFieldsFail() {
    assertFails(
        Streams.start()
            .event("StatisticsEvent", STATISTICS_UID, "JerrorsOccurred")
            .nothing()
            .i8(0)
            .text("a text for a UUID")
            .nothing()
            .nothing()
            .i8(1)
            .bytes(),
        "entityId");
    assertFails(
        Streams.start()
            .event("StatisticsEvent", STATISTICS_UID, "LerrorsOccurred")
            .nothing()
            .i8(0)
            .nothing()
            .nothing()
            .nothing()
            .uuid(1, 2)
            .bytes(),
        "errorsOccurred");
  }

  private void assertFails(byte[] stream, String... texts) {
    assertThatExceptionOfType(EventFormatException.class)
        .isThrownBy(() -> decoder.decode(stream))
        .satisfies(e -> assertThat(e.getMessage()).contains(texts));
  }
}
