package io.integrationhost.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.grpc.Status;
import io.integrationhost.remote.proto.ConnectRequestMsg;
import io.integrationhost.remote.proto.ConnectResponseCode;
import io.integrationhost.remote.proto.ConnectResponseMsg;
import io.integrationhost.remote.proto.MessageType;
import io.integrationhost.remote.proto.RequestMsg;
import io.integrationhost.remote.proto.UplinkMsg;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandshakeTest extends EmulatorTest {

  @BeforeEach
  void open() {
    start();
  }

  @Test
  void unknownKeyIsRefusedAndTheStreamFails() throws Exception {
    RawLink link = RawLink.open(channel);
    link.connect("nope", SECRET);
    assertRefused(
        link,
        ConnectResponseCode.BAD_CREDENTIALS,
        "Failed to find the integration! Routing key: nope");
  }

  @Test
  void wrongSecretIsRefused() throws Exception {
    RawLink link = RawLink.open(channel);
    link.connect(KEY, "wrong");
    assertRefused(link, ConnectResponseCode.BAD_CREDENTIALS, "Failed to validate the integration!");
    assertThat(sensors.sessions()).isEqualTo(new Sessions(0, 0, 1, false));
  }

  @Test
  void integrationThatIsNotRemoteIsRefused() throws Exception {
    sensors.save(sensors.configuration().toBuilder().remote(false).build());
    RawLink link = RawLink.open(channel);
    link.connect(KEY, SECRET);
    assertRefused(link, ConnectResponseCode.BAD_CREDENTIALS, "Failed to validate the integration!");
  }

  @Test
  void unavailableServerRefusesUntilItRecovers() throws Exception {
    sensors.fault(ConnectFault.SERVER_UNAVAILABLE);
    RawLink link = RawLink.open(channel);
    link.connect(KEY, SECRET);
    assertRefused(
        link, ConnectResponseCode.SERVER_UNAVAILABLE, "Failed to process integration connection!");
    sensors.fault(ConnectFault.NONE);
    connected();
  }

  @Test
  void failedLookupEndsTheStreamWithoutAResponse() throws Exception {
    sensors.fault(ConnectFault.LOOKUP_FAILURE);
    RawLink link = RawLink.open(channel);
    link.connect(KEY, SECRET);
    assertUnknownWithoutDescription(link);
    assertThat(link.waiting()).isZero();
  }

  @Test
  void disabledIntegrationIsAcceptedAndItsUplinksAreAnswered() {
    sensors.save(sensors.configuration().toBuilder().enabled(false).build());
    RawLink link = RawLink.open(channel);
    link.connect(KEY, SECRET);
    ConnectResponseMsg response = link.next().getConnectResponseMsg();
    assertThat(response.getResponseCode()).isEqualTo(ConnectResponseCode.ACCEPTED);
    assertThat(response.getConfiguration().getEnabled()).isFalse();
    assertThat(link.answerTo(Uplinks.device("D")).getSuccess()).isTrue();
  }

  @Test
  void everythingBeforeConnectAndEveryOtherConnectIsIgnored() {
    RawLink link = RawLink.open(channel);
    link.uplink(Uplinks.device("too early"));
    link.connect(KEY, SECRET);
    assertThat(link.next().hasConnectResponseMsg()).isTrue();
    link.connect(KEY, SECRET);
    link.connect("nope", "nothing");
    link.uplink(Uplinks.device("D"));
    assertThat(link.answer().getSuccess()).isTrue();
    assertThat(sensors.received()).extracting(ReceivedItem::name).containsExactly("D");
    assertThat(sensors.sessions().connects()).isEqualTo(1);
  }

  @Test
  void messageTypeDecidesAndNotTheContent() {
    RawLink link = connected();
    RequestMsg.Builder uplink = RequestMsg.newBuilder().setUplinkMsg(Uplinks.device("untyped"));
    link.send(uplink.build());
    link.send(uplink.setMessageTypeValue(7).build());
    link.send(RequestMsg.newBuilder().setMessageType(MessageType.UPLINK_RPC_MESSAGE).build());
    link.send(
        RequestMsg.newBuilder()
            .setMessageType(MessageType.UPLINK_RPC_MESSAGE)
            .setConnectRequestMsg(ConnectRequestMsg.getDefaultInstance())
            .setUplinkMsg(UplinkMsg.getDefaultInstance())
            .build());
    assertThat(link.answer().getSuccess()).isTrue();
    assertThat(sensors.counts().messages()).isEqualTo(1);
    assertThat(link.waiting()).isZero();
  }

  @Test
  void deletedIntegrationKeepsItsStreamButRefusesTheNext() throws Exception {
    RawLink old = connected();
    sensors.delete();
    assertThat(old.answerTo(Uplinks.device("D")).getSuccess()).isTrue();
    RawLink link = RawLink.open(channel);
    link.connect(KEY, SECRET);
    assertRefused(
        link,
        ConnectResponseCode.BAD_CREDENTIALS,
        "Failed to find the integration! Routing key: " + KEY);
  }

  @Test
  void changedRoutingKeyTakesOver() {
    sensors.save(sensors.configuration().toBuilder().routingKey("new").build());
    RawLink.connected(channel, "new", SECRET);
    assertThat(emulator.integration("new").sessions().connected()).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> emulator.integration(KEY));
  }

  @Test
  void routingKeysAreUnique() {
    emulator.add(EmulatedIntegration.builder("other", "x").build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> emulator.add(EmulatedIntegration.builder(KEY, "x").build()))
        .withMessageContaining(KEY);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> sensors.save(sensors.configuration().toBuilder().routingKey("other").build()));
    connected();
  }

  @Test
  void secretIsNeverShown() {
    assertThat(sensors.configuration().toString()).contains("Sensors").doesNotContain(SECRET);
    assertThat(EmulatorSettings.builder().integration(sensors.configuration()).build().toString())
        .doesNotContain(SECRET);
  }

  private static void assertRefused(RawLink link, ConnectResponseCode code, String text)
      throws Exception {
    ConnectResponseMsg response = link.next().getConnectResponseMsg();
    assertThat(response.getResponseCode()).isEqualTo(code);
    assertThat(response.getErrorMsg()).isEqualTo(text);
    assertThat(response.hasConfiguration()).isTrue();
    assertUnknownWithoutDescription(link);
  }

  private static void assertUnknownWithoutDescription(RawLink link) throws Exception {
    Status end = link.end();
    assertThat(end.getCode()).isEqualTo(Status.Code.UNKNOWN);
    assertThat(end.getDescription()).isNull();
  }
}
