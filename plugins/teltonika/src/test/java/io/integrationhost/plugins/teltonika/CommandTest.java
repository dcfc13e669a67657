package io.integrationhost.plugins.teltonika;

import static io.integrationhost.plugins.teltonika.Tracking.expect;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.teltonika.codec.Answers;
import io.integrationhost.testkit.SocketDevice;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Downlinks become commands, and responses telemetry. */
class CommandTest {

  private static final byte[] GETINFO = "getinfo".getBytes(US_ASCII);
  private static final byte[] SECRET = "setparam 2001:apn;2003:hunter2".getBytes(US_ASCII);

  @Test
  void sendsACommandAndPublishesItsResponse() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      StartedTransport.join(tracking.started().downlink(Tracking.IMEI, GETINFO));
      device.expect(Frames.GETINFO);
      device.say(Frames.RESPONSE);
      Map<String, Value> values = values(tracking, 1);
      assertThat(values).containsEntry("command", Value.of("getinfo"));
      assertThat(values.get("commandResponse").toString()).contains("INI:2019/7/22 7:22");
    }
  }

  @Test
  void sendsOneCommandAtATime() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      StartedTransport.join(tracking.started().downlink(Tracking.IMEI, GETINFO));
      CompletionStage<Void> second = tracking.started().downlink(Tracking.IMEI, SECRET);
      device.expect(Frames.GETINFO);
      // A record of the device changes nothing: the first command is still unanswered.
      device.say(Frames.ONE);
      expect(device, "00000001");
      assertThat(second.toCompletableFuture()).isNotDone();
      device.say(Frames.BINARY_RESPONSE);
      device.expect(Answers.command(SECRET));
      StartedTransport.join(second);
      device.say(Frames.RESPONSE);
      assertThat(values(tracking, 3))
          .isEqualTo(
              Map.of(
                  "command", Value.of("getinfo"), "commandResponse", Value.of("010300010015d5c5")));
      assertThat(values(tracking, 4)).containsEntry("command", Value.of("setparam"));
      assertThat(tracking.uplinks().all().toString()).doesNotContain("hunter2");
    }
  }

  @Test
  void waitsUntilTheRecordsAreStored() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      tracking.uplinks().hold();
      device.say(Frames.ONE);
      tracking.uplinks().awaitCount(2);
      CompletionStage<Void> sent = tracking.started().downlink(Tracking.IMEI, GETINFO);
      tracking.uplinks().release();
      expect(device, "00000001" + HexFormat.of().formatHex(Frames.GETINFO));
      StartedTransport.join(sent);
    }
  }

  @Test
  void reportsACommandWithoutResponseAndSendsTheNext() throws IOException {
    try (var tracking = new Tracking("commands.responseTimeoutSeconds: 1");
        SocketDevice device = tracking.login()) {
      StartedTransport.join(tracking.started().downlink(Tracking.IMEI, GETINFO));
      StartedTransport.join(tracking.started().downlink(Tracking.IMEI, SECRET));
      device.expect(Frames.GETINFO);
      device.expect(Answers.command(SECRET));
      assertThat(values(tracking, 1))
          .isEqualTo(
              Map.of(
                  "command", Value.of("getinfo"), "commandError", Value.of("no response in 1 s")));
    }
  }

  @Test
  void reportsACommandWhoseConnectionEnded() throws IOException {
    try (var tracking = new Tracking()) {
      try (SocketDevice device = tracking.login()) {
        StartedTransport.join(tracking.started().downlink(Tracking.IMEI, GETINFO));
        device.expect(Frames.GETINFO);
      }
      assertThat(values(tracking, 1))
          .isEqualTo(
              Map.of(
                  "command",
                  Value.of("getinfo"),
                  "commandError",
                  Value.of("the connection ended before a response came")));
    }
  }

  @Test
  void refusesWhatWaitsTooLongAndDoesNotSendIt() throws IOException {
    try (var tracking = new Tracking("commands.waitSeconds: 1");
        SocketDevice device = tracking.login()) {
      StartedTransport.join(tracking.started().downlink(Tracking.IMEI, GETINFO));
      assertRefused(
          tracking.started().downlink(Tracking.IMEI, SECRET), "was not sent 'setparam' for 1 s");
      device.expect(Frames.GETINFO);
      device.say(Frames.RESPONSE);
      device.say(Frames.ONE);
      expect(device, "00000001");
    }
  }

  @Test
  void refusesMoreThanMayWait() throws IOException {
    try (var tracking = new Tracking("commands.maxWaiting: 2, commands.waitSeconds: 600");
        SocketDevice device = tracking.login()) {
      StartedTransport.join(tracking.started().downlink(Tracking.IMEI, GETINFO));
      List<CompletionStage<Void>> waiting = new ArrayList<>();
      waiting.add(tracking.started().downlink(Tracking.IMEI, GETINFO));
      waiting.add(tracking.started().downlink(Tracking.IMEI, GETINFO));
      assertRefused(tracking.started().downlink(Tracking.IMEI, GETINFO), "has 2 commands waiting");
      device.socket().close();
      for (CompletionStage<Void> each : waiting) {
        assertRefused(each, "is not connected any more");
      }
    }
  }

  @Test
  void refusesWhatItCannotSend() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      assertRefused(tracking.started().downlink(Tracking.OTHER_IMEI, GETINFO), "has no TCP conn");
      assertRefused(tracking.started().downlink(Tracking.IMEI, new byte[0]), "of 0 bytes");
      assertRefused(tracking.started().downlink(Tracking.IMEI, new byte[4087]), "of 4087 bytes");
      device.say(Frames.ONE);
      expect(device, "00000001");
    }
  }

  @Test
  void addsALineEndToTextsWhenAsked() throws IOException {
    try (var tracking = new Tracking("commands.lineEnd: true");
        SocketDevice device = tracking.login()) {
      byte[] text = "setdigout 11".getBytes(US_ASCII);
      var downlink = new Downlink(Tracking.IMEI, ContentType.TEXT, text, Map.of());
      StartedTransport.join(tracking.started().transport().downlink(downlink));
      device.expect(Frames.bytes("codec12-setdigout-crlf"));
    }
  }

  @Test
  void publishesWhatNobodyAskedFor() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      device.say(Frames.BINARY_RESPONSE);
      device.say(Frames.bytes("codec12-type-0d"));
      assertThat(values(tracking, 1))
          .isEqualTo(Map.of("commandResponse", Value.of("010300010015d5c5")));
      assertThat(values(tracking, 2))
          .isEqualTo(Map.of("messageType", Value.of(13L), "message", Value.of("00")));
    }
  }

  private static Map<String, Value> values(Tracking tracking, int number) {
    Uplink uplink = tracking.uplinks().awaitCount(number).get(number - 1);
    return ((Uplink.Telemetry) uplink).values().get(0).values();
  }

  private static void assertRefused(CompletionStage<Void> sent, String message) {
    CompletableFuture<Void> future = sent.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS);
    assertThatThrownBy(future::join)
        .hasCauseInstanceOf(TransportException.class)
        .hasMessageContaining(message);
  }
}
