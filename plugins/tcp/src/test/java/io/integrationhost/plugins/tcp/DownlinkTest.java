package io.integrationhost.plugins.tcp;

import static io.integrationhost.plugins.tcp.TestDevice.GREETED;
import static io.integrationhost.plugins.tcp.TestDevice.GREETING;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DownlinkTest {

  private static final String FRAMES =
      "clientConfiguration: {port: 0, handlerConfiguration: {handlerType: TEXT}}";

  @Test
  void reachesTheDeviceThatGreeted() throws IOException {
    try (var running = new RunningPlugin("{port: 0}");
        TestDevice device = running.connect()) {
      device.ask(GREETING + "\n", GREETED + "\n");
      send(running, "Device B");
      device.expect("on");
      device.ask("Hello! My name is [Device C]\n", GREETED + "\n");
      send(running, "Device C");
      device.expect("on");
      assertRefused(running, "Device B", "has not greeted");
    }
  }

  @Test
  void appendsALineEndWhenAsked() throws IOException {
    try (var running = new RunningPlugin("{port: 0, appendLineEndToDownlinks: true}");
        TestDevice device = running.connect()) {
      device.ask(GREETING + "\n", GREETED + "\n");
      send(running, "Device B");
      device.expect("on\n");
    }
  }

  @Test
  void goesToTheConnectionWhereTheDeviceWasHeardLast() throws IOException {
    try (var running = new RunningPlugin("{port: 0}");
        TestDevice current = running.connect()) {
      try (TestDevice old = running.connect()) {
        old.ask(GREETING + "\n", GREETED + "\n");
        current.ask(GREETING + "\n", GREETED + "\n");
      }
      await().until(() -> running.transport.health().detail().contains("1 connections"));
      send(running, "Device B");
      current.expect("on");
    }
  }

  @Test
  void forgetsADeviceThatLeft() throws IOException {
    try (var running = new RunningPlugin("{port: 0}")) {
      try (TestDevice device = running.connect()) {
        device.ask(GREETING + "\n", GREETED + "\n");
      }
      await().until(() -> running.transport.health().detail().contains("0 connections"));
      assertRefused(running, "Device B", "device 'Device B' has not greeted");
    }
  }

  @Test
  void tellsTheHostOfADeviceThatGreeted() throws IOException {
    try (var running = new RunningPlugin("{port: 0}");
        TestDevice device = running.connect()) {
      device.ask(GREETING + "\n", GREETED + "\n");
      await()
          .untilAsserted(() -> assertThat(running.uplinks.connected()).containsExactly("Device B"));
      assertThat(running.uplinks.all()).isEmpty();
    }
  }

  @Test
  void reachesTheDevicesThatReceiptsNamed() throws IOException {
    try (var running = new RunningPlugin(FRAMES)) {
      running.uplinks.answer(DownlinkTest::namesTheDevice);
      try (TestDevice gateway = running.connect();
          TestDevice other = running.connect()) {
        gateway.say("A\n");
        gateway.say("B\n");
        other.say("C\n");
        running.uplinks.awaitCount(3);
        sendOnceNamed(running, "A");
        gateway.expect("on\n");
        sendOnceNamed(running, "C");
        other.expect("on\n");
        other.say("B\n");
        running.uplinks.awaitCount(4);
        sendOnceNamed(running, "B");
        other.expect("on\n");
      }
      await().until(() -> running.transport.health().detail().contains("0 connections"));
      assertRefused(running, "A", "has not been heard on any open connection");
    }
  }

  @Test
  void whatComesWithoutContentNamesTheDeviceToo() throws IOException {
    try (var running = new RunningPlugin(FRAMES + ", appendLineEndToDownlinks: false");
        TestDevice device = running.connect()) {
      running.uplinks.answerAlways(new Receipt.NoContent(List.of("D")));
      device.say("same\n");
      running.uplinks.awaitCount(1);
      sendOnceNamed(running, "D");
      device.expect("on");
    }
  }

  @Test
  void aConnectionHasSoManyDevicesAtMost() throws IOException {
    try (var running = new RunningPlugin(FRAMES);
        TestDevice device = running.connect()) {
      List<String> names = IntStream.rangeClosed(0, 1_000).mapToObj(Integer::toString).toList();
      running.uplinks.answerAlways(new Receipt.Stored(names));
      device.say("all\n");
      running.uplinks.awaitCount(1);
      sendOnceNamed(running, "1");
      device.expect("on\n");
      assertRefused(running, "0", "has not been heard");
    }
  }

  @Test
  void whatCannotBeSentNowMayBeSentLater() {
    try (var running = new RunningPlugin("{port: 0}")) {
      assertThatThrownBy(() -> send(running, "Device B"))
          .cause()
          .isInstanceOfSatisfying(
              TransportException.class,
              refusal -> assertThat(refusal.kind()).isEqualTo(TransportException.Kind.UNAVAILABLE));
    }
  }

  private static CompletionStage<Receipt> namesTheDevice(Uplink uplink) {
    String name = new String(((Uplink.Payload) uplink).bytes(), StandardCharsets.UTF_8);
    return CompletableFuture.completedFuture(new Receipt.Stored(List.of(name)));
  }

  private static void assertRefused(RunningPlugin running, String device, String message) {
    assertThatThrownBy(() -> send(running, device))
        .hasCauseInstanceOf(TransportException.class)
        .hasMessageContaining(message);
  }

  /** The receipt that names the device comes a little after the uplink. */
  private static void sendOnceNamed(RunningPlugin running, String device) {
    await()
        .ignoreExceptions()
        .until(
            () -> {
              send(running, device);
              return true;
            });
  }

  private static void send(RunningPlugin running, String device) {
    byte[] payload = "on".getBytes(StandardCharsets.UTF_8);
    var downlink = new Downlink(device, ContentType.TEXT, payload, Map.of());
    running.transport.downlink(downlink).toCompletableFuture().orTimeout(20, SECONDS).join();
    assertThat(payload).hasSize(2);
  }
}
