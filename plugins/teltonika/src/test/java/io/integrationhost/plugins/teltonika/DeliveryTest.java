package io.integrationhost.plugins.teltonika;

import static io.integrationhost.plugins.teltonika.Tracking.expect;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.testkit.SocketDevice;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is answered depends on what the host has stored. */
class DeliveryTest {

  @Test
  void answersOnlyWhenAllIsStored() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      tracking.uplinks().hold();
      device.say(Frames.TWO);
      tracking.uplinks().awaitCount(2);
      assertSilent(device);
      tracking.uplinks().release(1);
      assertSilent(device);
      tracking.uplinks().release();
      expect(device, "00000002");
    }
  }

  @ParameterizedTest
  @EnumSource
  void closesWithoutAnAnswerWhenTheHostRefuses(Receipt.Reason reason) throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      tracking.uplinks().reject(reason, "no");
      device.say(Frames.ONE);
      device.expectEnd();
      tracking.uplinks().answerAlways(new Receipt.Stored());
      try (SocketDevice again = tracking.login()) {
        again.say(Frames.ONE);
        expect(again, "00000001");
      }
    }
  }

  @Test
  void closesWithoutAnAnswerWhenOnlyAPartIsStored() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      tracking
          .uplinks()
          .answer(
              uplink ->
                  CompletableFuture.completedFuture(
                      uplink instanceof Uplink.Attributes
                          ? new Receipt.Rejected(Receipt.Reason.UNAVAILABLE, "no disk")
                          : new Receipt.Stored()));
      device.say(Frames.ONE);
      device.expectEnd();
    }
  }

  @Test
  void closesWithoutAnAnswerWhenTheHostFails() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      tracking
          .uplinks()
          .answer(uplink -> CompletableFuture.failedFuture(new IllegalStateException("broken")));
      device.say(Frames.ONE);
      device.expectEnd();
    }
  }

  @Test
  void takesNoContentForAnAnswer() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      tracking.uplinks().answerAlways(new Receipt.NoContent());
      device.say(Frames.TWO);
      expect(device, "00000002");
    }
  }

  @Test
  void handsOverOneFrameAtATimeAndStopsReadingMeanwhile() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      device.say(Frames.ONE);
      expect(device, "00000001");
      tracking.uplinks().hold();
      device.say(Frames.TWO);
      tracking.uplinks().awaitCount(3);
      device.socket().setSendBufferSize(32 * 1024);
      // More than one read of the plugin and all socket buffers hold together.
      CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> flood(device));
      await()
          .during(500, MILLISECONDS)
          .atMost(30, SECONDS)
          .until(() -> !writer.isDone() && tracking.uplinks().count() == 3);
      tracking.uplinks().release();
      expect(device, "00000002" + "00000001".repeat(1000));
      device.socket().close();
      await().atMost(30, SECONDS).until(writer::isDone);
    }
  }

  @Test
  void waitsForRoomWhenTooManyFramesAreUnderWay() throws IOException {
    try (var tracking = new Tracking("maxUnanswered: 1");
        SocketDevice first = tracking.login();
        SocketDevice second = tracking.login(Tracking.OTHER_IMEI)) {
      tracking.uplinks().hold();
      first.say(Frames.ONE);
      tracking.uplinks().awaitCount(2);
      second.say(Frames.TWO);
      assertSilent(second);
      assertThat(tracking.uplinks().count()).isEqualTo(2);
      tracking.uplinks().release();
      expect(first, "00000001");
      expect(second, "00000002");
    }
  }

  @Test
  void answersAFrameWithoutRecordsAtOnce() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      tracking.uplinks().hold();
      device.say(Frames.NO_RECORDS);
      expect(device, "00000000");
      assertThat(tracking.uplinks().count()).isZero();
    }
  }

  @Test
  void takesRecordsWithAWrongElementCountAndCountsThem() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      device.say(Frames.bytes("avl8-total-differs-from-groups"));
      expect(device, "00000001");
      assertThat(tracking.started().transport().health().detail())
          .contains("1 records with a wrong element count");
    }
  }

  @Test
  void namesTheDeviceAndSendsItsAttributesOnce() throws IOException {
    try (var tracking = new Tracking("deviceName: \"Truck {imei}\", deviceType: truck");
        SocketDevice device = tracking.login()) {
      device.say(Frames.ONE);
      expect(device, "00000001");
      device.say(Frames.ANOTHER);
      expect(device, "00000001");
      device.say(Frames.VIN);
      expect(device, "00000001");
      assertThat(tracking.telemetry())
          .hasSize(3)
          .allMatch(each -> each.device().equals(new Device("Truck " + Tracking.IMEI, "truck")));
      assertThat(attributes(tracking))
          .containsExactly(
              Map.of("imei", Value.of(Tracking.IMEI), "codec", Value.of("8")),
              Map.of("codec", Value.of("8E"), "vin", Value.of("1A1JC5444R7252367")));
    }
  }

  @Test
  void repeatsAttributesThatWereNotStored() throws IOException {
    try (var tracking = new Tracking();
        SocketDevice device = tracking.login()) {
      tracking.uplinks().reject(Receipt.Reason.OVERLOADED, "later");
      device.say(Frames.ONE);
      device.expectEnd();
      tracking.uplinks().answerAlways(new Receipt.Stored());
      try (SocketDevice again = tracking.login()) {
        again.say(Frames.ONE);
        expect(again, "00000001");
      }
      assertThat(attributes(tracking)).hasSize(2).allMatch(each -> each.containsKey("imei"));
    }
  }

  @Test
  void goesOnAfterAFrameThatIsPoison() throws IOException {
    try (var tracking = new Tracking("poisonFrames.alarmAfter: 2");
        SocketDevice device = tracking.login()) {
      device.say(Frames.POISON);
      expect(device, "00000000");
      device.say(Frames.POISON);
      expect(device, "00000000");
      device.say(Frames.ONE);
      expect(device, "00000001");
    }
  }

  @Test
  void freesADeviceThatIsStuckWhenAsked() throws IOException {
    try (var tracking = new Tracking("poisonFrames { alarmAfter: 2, release: true }");
        SocketDevice device = tracking.login()) {
      device.say(Frames.POISON);
      expect(device, "00000000");
      device.say(Frames.POISON);
      expect(device, "00000001");
      String hex = HexFormat.of().formatHex(Frames.POISON);
      assertThat(tracking.telemetry())
          .singleElement()
          .extracting(each -> each.values().get(0).values())
          .isEqualTo(Map.of("rejectedFrame", Value.of(hex.substring(16, hex.length() - 8))));
    }
  }

  @Test
  void freesADeviceWhoseRecordsTheHostWillNeverTake() throws IOException {
    try (var tracking = new Tracking("poisonFrames { alarmAfter: 2, release: true }")) {
      tracking
          .uplinks()
          .answer(
              uplink ->
                  CompletableFuture.completedFuture(
                      uplink.toString().contains("rejectedFrame")
                          ? new Receipt.Stored()
                          : new Receipt.Rejected(Receipt.Reason.INVALID, "never")));
      try (SocketDevice device = tracking.login()) {
        device.say(Frames.TWO);
        device.expectEnd();
      }
      try (SocketDevice device = tracking.login()) {
        device.say(Frames.TWO);
        expect(device, "00000002");
      }
    }
  }

  private static void flood(SocketDevice device) {
    try {
      for (int i = 0; i < 200_000; i++) {
        device.say(Frames.ONE);
      }
    } catch (IOException e) {
      // The test closes the socket when it has seen enough.
      assertThat(device.socket().isClosed()).isTrue();
    }
  }

  private static List<Map<String, Value>> attributes(Tracking tracking) {
    return tracking.uplinks().of(Uplink.Attributes.class).stream()
        .map(Uplink.Attributes::values)
        .toList();
  }

  /** Nothing is answered for a while. */
  private static void assertSilent(SocketDevice device) {
    await()
        .during(200, MILLISECONDS)
        .atMost(30, SECONDS)
        .until(() -> device.socket().getInputStream().available() == 0);
  }
}
