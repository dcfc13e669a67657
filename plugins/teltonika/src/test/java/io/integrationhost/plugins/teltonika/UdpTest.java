package io.integrationhost.plugins.teltonika;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.teltonika.codec.Answers;
import io.integrationhost.plugins.teltonika.codec.Vector;
import io.integrationhost.testkit.SocketDevice;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UdpTest {

  private static final Vector GOOD = vector("udp-avl8-wiki");
  private static final Vector TWO_RECORDS = vector("udp-avl8-two-records");

  private static Vector vector(String name) {
    return Vector.ofUdp().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("io.integrationhost.plugins.teltonika.codec.Vector#ofUdp")
  void isAnsweredAsItShould(Vector vector) throws IOException {
    String allowed = vector.isKnown() ? "" : "allowedImeis: [\"352094081672179\"]";
    try (var tracking = new Tracking(allowed);
        var device = new DatagramDevice(tracking.port("UDP"))) {
      device.say(vector.bytes());
      if (!vector.answer().isEmpty()) {
        assertThat(device.hear()).isEqualTo(vector.answer());
      }
      List<Long> expected =
          vector.list("records").stream()
              .map(each -> Instant.parse(each.get("timestamp").getAsString()).toEpochMilli())
              .toList();
      assertThat(timestamps(tracking)).isEqualTo(vector.isKnown() ? expected : List.of());
      // What is answered next shows that nothing was answered in between.
      device.say(TWO_RECORDS.bytes());
      assertThat(device.hear()).isEqualTo(TWO_RECORDS.answer());
    }
  }

  private static List<Long> timestamps(Tracking tracking) {
    return tracking.telemetry().stream()
        .flatMap(each -> each.values().stream())
        .map(TimedValues::ts)
        .toList();
  }

  @Test
  void refusesADatagramOfSeveralPacketsWithALine() throws IOException {
    try (var log = new CapturedLog();
        var tracking = new Tracking();
        var device = new DatagramDevice(tracking.port("UDP"))) {
      byte[] one = GOOD.bytes();
      byte[] two = Arrays.copyOf(one, 2 * one.length);
      System.arraycopy(one, 0, two, one.length, one.length);
      device.say(two);
      device.say(TWO_RECORDS.bytes());
      assertThat(device.hear()).isEqualTo(TWO_RECORDS.answer());
      assertThat(tracking.telemetry()).hasSize(1);
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("datagram from 127.0.0.1:", one.length + " bytes follow", "one packet");
      assertThat(health(tracking)).contains("1 bad frames");
    }
  }

  @Test
  void answersOnlyWhenTheRecordsAreStored() throws IOException {
    try (var tracking = new Tracking();
        var device = new DatagramDevice(tracking.port("UDP"))) {
      tracking.uplinks().hold();
      device.say(GOOD.bytes());
      tracking.uplinks().awaitCount(2);
      tracking.uplinks().reject(Receipt.Reason.UNAVAILABLE, "no disk");
      tracking.uplinks().release();
      tracking.uplinks().answerAlways(new Receipt.Stored());
      device.say(TWO_RECORDS.bytes());
      assertThat(device.hear()).isEqualTo(TWO_RECORDS.answer());
      device.say(GOOD.bytes());
      assertThat(device.hear()).isEqualTo(GOOD.answer());
    }
  }

  @Test
  void leavesDatagramsOverTheLimitUnanswered() throws IOException {
    try (var tracking = new Tracking("maxUnansweredDatagrams: 1");
        var device = new DatagramDevice(tracking.port("UDP"))) {
      tracking.uplinks().hold();
      device.say(GOOD.bytes());
      tracking.uplinks().awaitCount(2);
      device.say(TWO_RECORDS.bytes());
      await().atMost(30, SECONDS).until(() -> health(tracking).contains("1 datagrams dropped"));
      tracking.uplinks().release();
      assertThat(device.hear()).isEqualTo(GOOD.answer());
      assertThat(tracking.telemetry()).hasSize(1);
    }
  }

  @Test
  void hasRoomWhateverConnectionsHaveUnderWay() throws IOException {
    try (var tracking = new Tracking("maxUnanswered: 1, maxUnansweredDatagrams: 1");
        SocketDevice connected = tracking.login();
        var device = new DatagramDevice(tracking.port("UDP"))) {
      tracking.uplinks().hold();
      connected.say(Frames.ONE);
      tracking.uplinks().awaitCount(2);
      device.say(GOOD.bytes());
      tracking.uplinks().awaitCount(4);
      tracking.uplinks().release();
      assertThat(device.hear()).isEqualTo(GOOD.answer());
      Tracking.expect(connected, "00000001");
    }
  }

  @Test
  void leavesAnOverlongDatagramUnanswered() throws IOException {
    try (var tracking = new Tracking("maxFrameLength: 64");
        var device = new DatagramDevice(tracking.port("UDP"))) {
      device.say(TWO_RECORDS.bytes());
      device.say(GOOD.bytes());
      assertThat(device.hear()).isEqualTo(GOOD.answer());
      assertThat(tracking.telemetry()).hasSize(1);
    }
  }

  @Test
  void answersWhatItTookBeforeItStops() throws IOException {
    try (var tracking = new Tracking();
        var device = new DatagramDevice(tracking.port("UDP"))) {
      tracking.uplinks().hold();
      device.say(GOOD.bytes());
      tracking.uplinks().awaitCount(2);
      CompletionStage<Void> stopped = tracking.started().transport().stop();
      assertThat(stopped.toCompletableFuture()).isNotDone();
      tracking.uplinks().release();
      assertThat(device.hear()).isEqualTo(GOOD.answer());
      StartedTransport.join(stopped);
    }
  }

  @Test
  void keepsTheOrderOfOneDevice() throws IOException {
    try (var tracking = new Tracking();
        var device = new DatagramDevice(tracking.port("UDP"))) {
      device.say(GOOD.bytes());
      device.hear();
      device.say(GOOD.bytes());
      device.hear();
      assertThat(tracking.telemetry()).hasSize(2);
      assertThat(tracking.uplinks().all().stream().map(Uplink::source).distinct()).hasSize(1);
    }
  }

  @Test
  void takesNothingFromTheConnectionOfItsDevice() throws IOException {
    String imei = GOOD.expect().get("imei").getAsString();
    byte[] command = "getver".getBytes(StandardCharsets.US_ASCII);
    try (var tracking = new Tracking();
        var sender = new DatagramDevice(tracking.port("UDP"))) {
      tracking.uplinks().answerAlways(new Receipt.Stored(List.of(imei), 0));
      sender.say(GOOD.bytes());
      assertThat(sender.hear()).isEqualTo(GOOD.answer());
      assertThatThrownBy(() -> StartedTransport.join(tracking.started().downlink(imei, command)))
          .hasMessageContaining("never over UDP");
      try (SocketDevice device = tracking.login(imei)) {
        sender.say(GOOD.bytes());
        assertThat(sender.hear()).isEqualTo(GOOD.answer());
        StartedTransport.join(tracking.started().downlink(imei, command));
        device.expect(Answers.command(command));
      }
      assertThat(tracking.uplinks().connected()).containsExactly(imei);
    }
  }

  @Test
  void takesNothingFromAddressesThatAreNotAllowed() throws IOException {
    try (var tracking = new Tracking("allow: [\"10.0.0.0/8\"]");
        var sender = new DatagramDevice(tracking.port("UDP"));
        SocketDevice device = tracking.connect()) {
      device.expectEnd();
      sender.say(GOOD.bytes());
      await().atMost(30, SECONDS).until(() -> health(tracking).contains(", 2 refused"));
      assertThat(tracking.uplinks().count()).isZero();
    }
  }

  private static String health(Tracking tracking) {
    return tracking.started().transport().health().detail();
  }
}
