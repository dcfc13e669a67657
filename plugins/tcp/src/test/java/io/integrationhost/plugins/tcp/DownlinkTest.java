package io.integrationhost.plugins.tcp;

import static io.integrationhost.plugins.tcp.TestDevice.GREETED;
import static io.integrationhost.plugins.tcp.TestDevice.GREETING;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DownlinkTest {

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
  void saysThatFramesDoNotNameTheirDevice() {
    try (var running = new RunningPlugin("{clientConfiguration: {port: 0}}")) {
      assertRefused(running, "Device B", "do not say their name");
    }
  }

  private static void assertRefused(RunningPlugin running, String device, String message) {
    assertThatThrownBy(() -> send(running, device))
        .hasCauseInstanceOf(TransportException.class)
        .hasMessageContaining(message);
  }

  private static void send(RunningPlugin running, String device) {
    byte[] payload = "on".getBytes(StandardCharsets.UTF_8);
    var downlink = new Downlink(device, ContentType.TEXT, payload, Map.of());
    running.transport.downlink(downlink).toCompletableFuture().orTimeout(20, SECONDS).join();
    assertThat(payload).hasSize(2);
  }
}
