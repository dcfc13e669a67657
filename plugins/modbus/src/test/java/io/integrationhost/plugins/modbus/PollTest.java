package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is polled and how, against a device whose answers a test writes. */
class PollTest {

  private final ModbusPlugin plugin = new ModbusPlugin();
  private ModbusPeer peer;
  private Optional<StartedTransport> transport = Optional.empty();

  @BeforeEach
  void open() throws IOException {
    peer = new ModbusPeer();
  }

  @AfterEach
  void close() throws IOException {
    transport.ifPresent(StartedTransport::close);
    plugin.close();
    peer.close();
  }

  private StartedTransport start(String connection, String devices) {
    return startAll(
        "{retry {first = 100 ms, most = 300 ms}, connections: [{name: line, host: localhost, port: "
            + peer.port()
            + ", timeoutMs: 200, "
            + connection
            + ", devices: ["
            + devices
            + "]}]}");
  }

  private StartedTransport startAll(String slice) {
    transport = Optional.of(StartedTransport.start(plugin, slice));
    return transport.get();
  }

  private static void soon(Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(20)).until(condition);
  }

  private static String point(String key, int address, String more) {
    return "{key: \""
        + key
        + "\", register: holding, address: "
        + address
        + ", type: 16uint"
        + more
        + "}";
  }

  private static Map<String, Value> first(StartedTransport started) {
    return started.uplinks().awaitCount(1).get(0) instanceof Uplink.Telemetry telemetry
        ? telemetry.values().get(0).values()
        : Map.of();
  }

  @Test
  void readsTelemetryOfADevice() {
    peer.register(3059, "42F6E979");
    StartedTransport started =
        start(
            "retries: 0",
            "{name: \"Meter ${unit}\", profile: meter, units: 7, pollPeriod: 50, points: [{key:"
                + " power, register: holding, address: 3059, type: 32float, round: 1}, "
                + point("state", 3061, "")
                + "]}");
    assertThat(first(started)).isEqualTo(Map.of("power", Value.of(123.5), "state", Value.of(3061)));
    Uplink.Telemetry telemetry = (Uplink.Telemetry) started.uplinks().all().get(0);
    assertThat(telemetry.device().name()).isEqualTo("Meter 7");
    assertThat(telemetry.device().type()).isEqualTo("meter");
    assertThat(peer.asked().get(0).pdu()).isEqualTo(Bytes.hex("03 0bf3 0003"));
    soon(() -> started.transport().health().status() == Health.Status.UP);
    assertThat(started.uplinks().connected()).contains("Meter 7");
  }

  @Test
  void aHundredNeighbouringRegistersAreOneRequest() {
    String points =
        IntStream.range(0, 100)
            .mapToObj(i -> point("p" + i, 1000 + i, ""))
            .collect(Collectors.joining(", "));
    StartedTransport started =
        start("retries: 0", "{name: m, units: 1, pollPeriod: 1 h, points: [" + points + "]}");
    assertThat(first(started)).hasSize(100).containsEntry("p99", Value.of(1099));
    assertThat(peer.asked())
        .singleElement()
        .satisfies(frame -> assertThat(frame.pdu()).isEqualTo(Bytes.hex("03 03e8 0064")));
  }
}
