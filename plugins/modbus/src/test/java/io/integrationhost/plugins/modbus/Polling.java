package io.integrationhost.plugins.modbus;

import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.modbus.frame.Frame;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A device whose answers a test writes, and a transport that polls it. */
abstract class Polling {

  private final ModbusPlugin plugin = new ModbusPlugin();
  ModbusPeer peer;
  private Optional<StartedTransport> transport = Optional.empty();

  @BeforeEach
  final void open() throws IOException {
    peer = new ModbusPeer();
  }

  @AfterEach
  final void close() throws IOException {
    transport.ifPresent(StartedTransport::close);
    plugin.close();
    peer.close();
  }

  final StartedTransport start(String connection, String devices) {
    return startAll(
        "{retry {first = 100 ms, most = 300 ms}, connections: [{name: line, host: localhost, port: "
            + peer.port()
            + (connection.contains("timeoutMs") ? ", " : ", timeoutMs: 200, ")
            + connection
            + (connection.isEmpty() ? "" : ", ")
            + "devices: ["
            + devices
            + "]}]}");
  }

  final StartedTransport startAll(String slice) {
    transport = Optional.of(StartedTransport.start(plugin, slice));
    return transport.get();
  }

  static void soon(Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(20)).until(condition);
  }

  static String point(String key, int address, String more) {
    return "{key: \""
        + key
        + "\", register: holding, address: "
        + address
        + ", type: 16uint"
        + more
        + "}";
  }

  static Map<String, Value> first(StartedTransport started) {
    Map<String, Value> values = new HashMap<>();
    if (started.uplinks().awaitCount(1).get(0) instanceof Uplink.Telemetry telemetry) {
      telemetry.values().forEach(each -> values.putAll(each.values()));
    }
    return values;
  }

  static Optional<byte[]> exception(Frame request, int code) {
    return Optional.of(new byte[] {(byte) (request.function() | 0x80), (byte) code});
  }

  static int address(Frame request) {
    return (request.pdu()[1] & 0xFF) << 8 | request.pdu()[2] & 0xFF;
  }

  static int count(Frame request) {
    return (request.pdu()[3] & 0xFF) << 8 | request.pdu()[4] & 0xFF;
  }

  final long askedOf(int unit) {
    return peer.asked().stream().filter(frame -> frame.unit() == unit).count();
  }
}
