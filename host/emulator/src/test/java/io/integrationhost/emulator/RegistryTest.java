package io.integrationhost.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.integrationhost.remote.proto.IntegrationConfigurationProto;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryTest extends EmulatorTest {

  @Test
  void pushesReachTheSession() {
    start();
    RawLink link = connected();
    EmulatedIntegration changed =
        sensors.configuration().toBuilder().name("Renamed").enabled(false).build();
    assertThat(sensors.push(changed)).isTrue();
    IntegrationConfigurationProto update = link.next().getIntegrationUpdateMsg().getConfiguration();
    assertThat(update.getName()).isEqualTo("Renamed");
    assertThat(update.getEnabled()).isFalse();

    EmulatedConverter converter = changed.uplinkConverter().withConfiguration("{\"decoder\":\"\"}");
    assertThat(sensors.push(converter)).isTrue();
    assertThat(link.next().getConverterUpdateMsg().getConfiguration().getConfiguration())
        .isEqualTo("{\"decoder\":\"\"}");
    assertThat(sensors.configuration().uplinkConverter()).isEqualTo(converter);

    assertThat(sensors.push(EmulatedConverter.of("stranger", "{}"))).isTrue();
    assertThat(link.next().getConverterUpdateMsg().getConfiguration().getName())
        .isEqualTo("stranger");
    assertThat(sensors.configuration().uplinkConverter()).isEqualTo(converter);

    assertThat(sensors.push(EmulatedDownlink.of("D", "CUSTOM", "{}", Map.of("k", "v")))).isTrue();
    assertThat(link.next().getDownlinkMsg().getDeviceData().getTbMsgProto().getMetaData())
        .satisfies(metadata -> assertThat(metadata.getDataMap()).containsEntry("k", "v"));
  }

  @Test
  void pushesWithoutASessionAreLost() {
    start();
    assertThat(sensors.push(EmulatedDownlink.of("D", "CUSTOM", "{}"))).isFalse();
    RawLink link = connected();
    link.heartbeat();
    assertThat(link.answer().getSuccess()).isTrue();
  }

  @Test
  void pushCanComeBeforeTheConnectResponseOnce() {
    start();
    sensors.pushBeforeConnectResponse(sensors.configuration().toBuilder().name("early").build());
    RawLink link = RawLink.open(channel);
    link.connect(KEY, SECRET);
    assertThat(link.next().getIntegrationUpdateMsg().getConfiguration().getName())
        .isEqualTo("early");
    assertThat(link.next().getConnectResponseMsg().getConfiguration().getName()).isEqualTo("early");
    RawLink second = RawLink.open(channel);
    second.connect(KEY, SECRET);
    assertThat(second.next().hasConnectResponseMsg()).isTrue();
  }

  @Test
  void secondConnectionTakesThePushesAndTheEndOfTheFirstMakesItDeaf() throws Exception {
    start();
    RawLink first = connected();
    RawLink second = connected();
    assertThat(sensors.sessions()).isEqualTo(new Sessions(2, 2, 0, true));
    assertThat(sensors.push(sensors.configuration())).isTrue();
    assertThat(second.next().hasIntegrationUpdateMsg()).isTrue();
    assertThat(first.answerTo(Uplinks.device("old")).getSuccess()).isTrue();
    assertThat(first.waiting()).isZero();

    first.halfClose();
    assertThat(first.end().isOk()).isTrue();
    eventually().until(() -> sensors.sessions().equals(new Sessions(1, 2, 0, false)));
    assertThat(sensors.push(sensors.configuration())).isFalse();
    assertThat(second.answerTo(Uplinks.device("deaf but alive")).getSuccess()).isTrue();
  }

  @Test
  void cancelledStreamEvictsAsWell() {
    start();
    RawLink first = connected();
    connected();
    first.cancel();
    eventually().until(() -> !sensors.sessions().reachable());
  }

  @Test
  void refusedStreamThatClosesEvictsTheHealthySession() throws Exception {
    start();
    connected();
    RawLink wrong = RawLink.open(channel);
    wrong.connect(KEY, "wrong");
    wrong.halfClose();
    assertThat(wrong.end().getCode()).isEqualTo(Status.Code.UNKNOWN);
    eventually().until(() -> !sensors.sessions().reachable());
  }

  @Test
  void gentleServerKeepsTheNewerSession() throws Exception {
    start(EmulatorSettings.builder().deafSessions(false));
    RawLink first = connected();
    RawLink second = connected();
    first.halfClose();
    assertThat(first.end().isOk()).isTrue();
    assertThat(sensors.push(sensors.configuration())).isTrue();
    assertThat(second.next().hasIntegrationUpdateMsg()).isTrue();
  }

  @Test
  void sessionCanBeMadeDeaf() {
    start();
    RawLink link = connected();
    sensors.forgetSession();
    assertThat(sensors.push(sensors.configuration())).isFalse();
    assertThat(link.answerTo(Uplinks.device("D")).getSuccess()).isTrue();
  }

  @Test
  void streamsOfOneIntegrationCanBeCutCompletedOrAnsweredAndCut() throws Exception {
    start();
    IntegrationHandle other = emulator.add(EmulatedIntegration.builder("other", "x").build());
    RawLink bystander = RawLink.connected(channel, "other", "x");

    RawLink cut = connected();
    sensors.cut();
    assertThat(cut.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);

    RawLink completed = connected();
    sensors.complete();
    assertThat(completed.end().isOk()).isTrue();

    RawLink answered = connected();
    sensors.holdAnswers();
    answered.uplink(Uplinks.device("D"));
    eventually().until(() -> sensors.owedAnswers() == 1);
    sensors.answerThenCut();
    assertThat(answered.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(answered.waiting()).isEqualTo(1);

    assertThat(sensors.sessions()).isEqualTo(new Sessions(0, 3, 0, false));
    assertThat(bystander.answerTo(Uplinks.device("D")).getSuccess()).isTrue();
    assertThat(other.sessions().reachable()).isTrue();
  }

  @Test
  void allConnectionsCanBeBroken() throws Exception {
    start();
    RawLink link = connected();
    sensors.holdAnswers();
    link.uplink(Uplinks.device("D"));
    eventually().until(() -> sensors.owedAnswers() == 1);
    emulator.cut();
    assertThat(link.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(link.waiting()).isZero();
    assertThat(sensors.sessions().connected()).isZero();
    sensors.releaseAnswers();
    RawLink next = connected();
    assertThat(next.answerTo(Uplinks.device("D")).getSuccess()).isTrue();
    assertThat(sensors.sessions()).isEqualTo(new Sessions(1, 2, 0, true));
  }

  @Test
  void outageEndsEverythingAndThePortComesBack() throws Exception {
    start();
    int port = emulator.port();
    RawLink link = connected();
    emulator.stopListening();
    assertThat(link.end().getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.CANCELLED);
    assertThat(sensors.sessions().connected()).isZero();
    RawLink refused = RawLink.open(newChannel());
    assertThat(refused.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    emulator.stopListening();
    emulator.startListening();
    emulator.startListening();
    assertThat(emulator.port()).isEqualTo(port);
    channel = newChannel();
    assertThat(connected().answerTo(Uplinks.device("D")).getSuccess()).isTrue();
    assertThat(sensors.sessions().connects()).isEqualTo(2);
  }

  @Test
  void portInUseIsSaidClearly() {
    start();
    EmulatorSettings same = EmulatorSettings.builder().port(emulator.port()).build();
    assertThatThrownBy(() -> Emulator.start(same).close())
        .isInstanceOf(EmulatorException.class)
        .hasMessageContaining("127.0.0.1:" + emulator.port())
        .hasMessageContaining("Choose another port");
  }
}
