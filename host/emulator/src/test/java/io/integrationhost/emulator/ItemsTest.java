package io.integrationhost.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.integrationhost.emulator.ReceivedItem.Kind;
import io.integrationhost.remote.proto.DeviceUplinkDataProto;
import io.integrationhost.remote.proto.EntityViewDataProto;
import io.integrationhost.remote.proto.IntegrationStatisticsProto;
import io.integrationhost.remote.proto.PostTelemetryMsg;
import io.integrationhost.remote.proto.TbEventProto;
import io.integrationhost.remote.proto.TbEventSource;
import io.integrationhost.remote.proto.TbMsgProto;
import io.integrationhost.remote.proto.TsKvListProto;
import io.integrationhost.remote.proto.UplinkMsg;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemsTest extends EmulatorTest {
  private RawLink link;

  @BeforeEach
  void open() {
    start();
    link = connected();
  }

  @Test
  void sectionsAreProcessedInTheServersOrder() {
    UplinkMsg message =
        UplinkMsg.newBuilder()
            .addTbMsgProto(custom())
            .addEventsData(TbEventProto.getDefaultInstance())
            .addIntegrationStatistics(
                IntegrationStatisticsProto.newBuilder()
                    .setPostTelemetryMsg(Uplinks.telemetry(Uplinks.number("messagesCount", 3))))
            .addAssetData(Uplinks.asset("hall"))
            .addDeviceData(Uplinks.item("D1", 1))
            .addDeviceData(Uplinks.item("D2", 2))
            .build();
    assertThat(link.answerTo(message).getSuccess()).isTrue();
    assertThat(sensors.received())
        .extracting(ReceivedItem::kind)
        .containsExactly(
            Kind.DEVICE, Kind.DEVICE, Kind.ASSET, Kind.STATISTICS, Kind.EVENT, Kind.MESSAGE);
    ReceivedCounts counts = emulator.counts();
    assertThat(counts).isEqualTo(new ReceivedCounts(1, 0, 2, 1, 1, 1, 1, 4, 4));
    assertThat(counts.items()).isEqualTo(6);
  }

  @Test
  void entityViewsAlwaysFailAndStopTheRest() {
    UplinkMsg message =
        Uplinks.of(Uplinks.item("D", 1))
            .addEntityViewData(EntityViewDataProto.newBuilder().setViewName("view"))
            .addEventsData(TbEventProto.getDefaultInstance())
            .build();
    assertThat(link.answerTo(message).getErrorMsg()).contains("callback").contains("null");
    assertThat(sensors.received()).extracting(ReceivedItem::kind).containsExactly(Kind.DEVICE);
    sensors.answers(AnswerPolicy.standard().lenient());
    assertThat(link.answerTo(message).getSuccess()).isTrue();
  }

  @Test
  void itemWithoutTelemetryAndAttributesFails() {
    assertFailsUnlessLenient(DeviceUplinkDataProto.newBuilder().setDeviceName("D"));
  }

  @Test
  void emptyTelemetryAloneFails() {
    assertFailsUnlessLenient(
        DeviceUplinkDataProto.newBuilder()
            .setDeviceName("D")
            .setPostTelemetryMsg(PostTelemetryMsg.getDefaultInstance()));
  }

  @Test
  void emptyTelemetryWithAttributesAndListWithoutValuesAreFine() {
    assertSucceeds(
        DeviceUplinkDataProto.newBuilder()
            .setDeviceName("D")
            .setPostTelemetryMsg(PostTelemetryMsg.getDefaultInstance())
            .setPostAttributesMsg(Uplinks.attributes(Uplinks.number("a", 1))));
    assertSucceeds(
        DeviceUplinkDataProto.newBuilder()
            .setDeviceName("D")
            .setPostTelemetryMsg(
                PostTelemetryMsg.newBuilder().addTsKvList(TsKvListProto.newBuilder().setTs(5))));
    assertSucceeds(
        DeviceUplinkDataProto.newBuilder()
            .setDeviceName("D")
            .setPostAttributesMsg(Uplinks.attributes()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numberThatJsonCannotHoldFailsAloneAndVanishesBesideAttributes(double number) {
    DeviceUplinkDataProto.Builder item =
        DeviceUplinkDataProto.newBuilder()
            .setDeviceName("D")
            .setPostTelemetryMsg(Uplinks.telemetry(Uplinks.fraction("v", number)));
    assertFailsUnlessLenient(item);
    sensors.answers(AnswerPolicy.standard());
    emulator.clearReceived();
    assertSucceeds(item.setPostAttributesMsg(Uplinks.attributes(Uplinks.number("a", 1))));
    assertThat(sensors.received())
        .singleElement()
        .satisfies(
            received -> {
              assertThat(received.telemetry()).isEmpty();
              assertThat(received.attributes()).containsEntry("a", 1L);
              assertThat(received.note()).contains("lost");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "", "[1,", "{\"a\":}"})
  void malformedJsonFails(String json) {
    assertFailsUnlessLenient(
        DeviceUplinkDataProto.newBuilder()
            .setDeviceName("D")
            .setPostTelemetryMsg(Uplinks.telemetry(Uplinks.json("v", json))));
  }

  @Test
  void nameIsRequired() {
    assertThat(link.answerTo(Uplinks.device("")).getErrorMsg())
        .isEqualTo("Device name should be specified!");
    UplinkMsg asset = UplinkMsg.newBuilder().addAssetData(Uplinks.asset("")).build();
    assertThat(link.answerTo(asset).getErrorMsg()).isEqualTo("Asset name should be specified!");
  }

  @ParameterizedTest
  @CsvSource({"no-uuid, DEVICE, 0", "'', DEVICE, 0", ", NOTHING, 0", ", DEVICE, 3", ", DEVICE, -1"})
  void customMessagesAreChecked(String id, String entityType, int dataType) {
    TbMsgProto.Builder message = custom().setEntityType(entityType).setDataType(dataType);
    if (id != null) {
      message.setId(id);
    }
    assertThat(link.answerTo(UplinkMsg.newBuilder().addTbMsgProto(message).build()).getSuccess())
        .isFalse();
    assertThat(sensors.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DEVICE", "INTEGRATION", "CALCULATED_FIELD", "DOMAIN", "JOB", "AI_MODEL"})
  void customMessagesOfAnyEntityAreTaken(String entityType) {
    TbMsgProto.Builder message = custom().setEntityType(entityType);
    assertThat(link.answerTo(UplinkMsg.newBuilder().addTbMsgProto(message).build()).getSuccess())
        .isTrue();
  }

  @Test
  void eventsThatCannotBeDecodedAreDroppedWithSuccess() {
    UplinkMsg message =
        UplinkMsg.newBuilder()
            .addEventsData(
                TbEventProto.newBuilder()
                    .setSource(TbEventSource.DEVICE)
                    .setDeviceName("D")
                    .setEvent(ByteString.copyFromUtf8("nonsense")))
            .addEventsData(TbEventProto.getDefaultInstance())
            .build();
    assertThat(link.answerTo(message).getSuccess()).isTrue();
    assertThat(sensors.received())
        .extracting(ReceivedItem::name, item -> item.details().get("source"))
        .containsExactly(tuple("D", "DEVICE"), tuple("Sensors", "INTEGRATION"));
    assertThat(sensors.received()).allSatisfy(item -> assertThat(item.note()).contains("drops"));
  }

  @Test
  void integrationEventsHaveALimitThatFails() {
    sensors.answers(
        AnswerPolicy.standard().limited(RateLimit.Scope.INTEGRATION_EVENTS, 1, Duration.ofDays(1)));
    UplinkMsg event =
        UplinkMsg.newBuilder().addEventsData(TbEventProto.getDefaultInstance()).build();
    assertThat(link.answerTo(event).getSuccess()).isTrue();
    assertThat(link.answerTo(event).getErrorMsg())
        .isEqualTo("Integration debug rate limits reached!");
  }

  @Test
  void assetsHaveTheirOwnLimit() {
    sensors.answers(AnswerPolicy.standard().limited(RateLimit.Scope.ASSET, 0, Duration.ofDays(1)));
    UplinkMsg message =
        Uplinks.of(Uplinks.item("D", 1)).addAssetData(Uplinks.asset("hall")).build();
    assertThat(link.answerTo(message).getErrorMsg()).isEqualTo("ASSET rate limits reached!");
    assertThat(sensors.counts().devices()).isEqualTo(1);
  }

  @Test
  void valueOfAnUnknownTypeIsLeftOut() {
    assertSucceeds(
        DeviceUplinkDataProto.newBuilder()
            .setDeviceName("D")
            .setPostTelemetryMsg(
                Uplinks.telemetry(
                    Uplinks.number("known", 1),
                    Uplinks.number("unknown", 1).toBuilder().setTypeValue(99).build())));
    assertThat(sensors.received().get(0).telemetry().get(0).values()).containsOnlyKeys("known");
  }

  private static TbMsgProto.Builder custom() {
    return TbMsgProto.newBuilder()
        .setId(UUID.randomUUID().toString())
        .setType("CUSTOM")
        .setEntityType("DEVICE")
        .setData("{}");
  }

  private void assertSucceeds(DeviceUplinkDataProto.Builder item) {
    assertThat(link.answerTo(Uplinks.of(item).build()).getErrorMsg()).isEmpty();
  }

  private void assertFailsUnlessLenient(DeviceUplinkDataProto.Builder item) {
    UplinkMsg message =
        UplinkMsg.newBuilder()
            .addDeviceData(Uplinks.item("before", 1))
            .addDeviceData(item)
            .addDeviceData(Uplinks.item("after", 1))
            .build();
    assertThat(link.answerTo(message).getSuccess()).isFalse();
    assertThat(sensors.received()).extracting(ReceivedItem::name).containsExactly("before");
    emulator.clearReceived();
    sensors.answers(AnswerPolicy.standard().lenient());
    assertThat(link.answerTo(message).getSuccess()).isTrue();
    assertThat(sensors.received()).hasSize(3);
  }
}
