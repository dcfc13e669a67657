package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.modbus.frame.Frame;
import io.integrationhost.plugins.modbus.frame.Mode;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Devices that write to us, and devices that dial in to be asked. */
class ServeTest {

  private static final int PATIENCE = 20_000;

  private final ModbusPlugin plugin = new ModbusPlugin();
  private final int port = FreePort.find();

  @AfterEach
  void close() {
    plugin.close();
  }

  private StartedTransport serve() {
    return StartedTransport.start(
        plugin,
        "{servers: [{port: "
            + port
            + ", devices: [{name: \"plc ${unit}\", profile: plc, units: \"1,2\", points: [{key:"
            + " level, register: holding, address: 10, type: 32float}, {key: count, register:"
            + " holding, address: 20, type: 16uint, as: attribute}, {key: open, register: coil,"
            + " address: 3}]}]}]}");
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE);
    return socket;
  }

  private static String ask(Socket socket, int unit, String pdu) throws IOException {
    socket.getOutputStream().write(Mode.MBAP.write(new Frame(7, unit, Bytes.hex(pdu))));
    var in = new DataInputStream(socket.getInputStream());
    assertThat(in.readInt()).isEqualTo(7 << 16);
    byte[] rest = in.readNBytes(in.readUnsignedShort());
    assertThat(rest[0] & 0xFF).isEqualTo(unit);
    return Bytes.hex(rest).substring(2);
  }

  private static void soon(Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(20)).until(condition);
  }

  @Test
  void whatADeviceWritesIsTelemetry() throws IOException {
    try (StartedTransport transport = serve();
        Socket socket = connect()) {
      assertThat(transport.transport().placement()).isEqualTo(Placement.EVERY_HOST);
      assertThat(ask(socket, 2, "10 000a 0002 04 42f6e979")).isEqualTo("10000a0002");
      Uplink.Telemetry telemetry = (Uplink.Telemetry) transport.uplinks().all().get(0);
      assertThat(telemetry.device().name()).isEqualTo("plc 2");
      assertThat(telemetry.device().type()).isEqualTo("plc");
      assertThat(telemetry.values().get(0).values())
          .isEqualTo(Map.of("level", Value.of(123.456001)));
      assertThat(ask(socket, 1, "06 0014 0007")).isEqualTo("0600140007");
      assertThat(((Uplink.Attributes) transport.uplinks().all().get(1)).values())
          .isEqualTo(Map.of("count", Value.of(7)));
      assertThat(ask(socket, 1, "16 0014 fff0 0025")).isEqualTo("160014fff00025");
      assertThat(ask(socket, 1, "03 0014 0001")).isEqualTo("03020005");
      assertThat(((Uplink.Attributes) transport.uplinks().all().get(2)).values())
          .isEqualTo(Map.of("count", Value.of(5)));
      assertThat(ask(socket, 1, "05 0003 ff00")).isEqualTo("050003ff00");
      assertThat(((Uplink.Telemetry) transport.uplinks().all().get(3)).values().get(0).values())
          .isEqualTo(Map.of("open", Value.of(true)));
      assertThat(ask(socket, 1, "01 0003 0001")).isEqualTo("010101");
      assertThat(ask(socket, 2, "03 000a 0002")).isEqualTo("030442f6e979");
    }
  }

  @Test
  void aValueIsToldWhenItsLastRegisterIsWritten() throws IOException {
    try (StartedTransport transport = serve();
        Socket socket = connect()) {
      ask(socket, 1, "06 000a 3f80");
      assertThat(transport.uplinks().all()).isEmpty();
      ask(socket, 1, "06 000b 0000");
      assertThat(((Uplink.Telemetry) transport.uplinks().all().get(0)).values().get(0).values())
          .isEqualTo(Map.of("level", Value.of(1.0)));
    }
  }

  @Test
  void whatTheHostDoesNotTakeIsNotConfirmed() throws IOException {
    try (StartedTransport transport = serve();
        Socket socket = connect()) {
      transport.uplinks().reject(Receipt.Reason.OVERLOADED, "full");
      assertThat(ask(socket, 1, "06 0014 0007")).isEqualTo("8606");
      transport.uplinks().answerAlways(new Receipt.Stored());
      transport.transport().pause(true);
      assertThat(ask(socket, 1, "06 0014 0007")).isEqualTo("8606");
      transport.transport().pause(false);
      assertThat(ask(socket, 1, "06 0014 0007")).isEqualTo("0600140007");
    }
  }

  @Test
  void whatIsNotThereIsRefused() throws IOException {
    try (StartedTransport transport = serve();
        Socket socket = connect()) {
      assertThat(ask(socket, 3, "06 0014 0007")).isEqualTo("860b");
      assertThat(ask(socket, 1, "06 0015 0007")).isEqualTo("8602");
      assertThat(ask(socket, 1, "03 000a 0003")).isEqualTo("8302");
      assertThat(ask(socket, 1, "03 000a 0000")).isEqualTo("8303");
      assertThat(ask(socket, 1, "10 000a 0002 02 0000")).isEqualTo("9003");
      assertThat(ask(socket, 1, "63 000a 0002")).isEqualTo("e301");
      assertThat(ask(socket, 1, "16 0015 0000 0000")).isEqualTo("9602");
      assertThat(transport.uplinks().all()).isEmpty();
    }
  }

  @Test
  void aDownlinkWaitsInTheRegisters() throws IOException {
    try (StartedTransport transport = serve();
        Socket socket = connect()) {
      StartedTransport.join(transport.downlink("plc 1", Bytes.utf8("{\"level\": 2.5}")));
      assertThat(ask(socket, 1, "03 000a 0002")).isEqualTo("030440200000");
      assertThat(ask(socket, 2, "03 000a 0002")).isEqualTo("030400000000");
      StartedTransport.join(
          transport.downlink(
              "plc 1",
              Bytes.utf8(
                  "{\"write\": [{\"register\": \"holding\", \"address\": 20, \"type\": \"bit\","
                      + " \"bit\": 3, \"value\": true}]}")));
      assertThat(ask(socket, 1, "03 0014 0001")).isEqualTo("03020008");
    }
  }

  @Test
  void aDeviceThatDialsInIsAskedUnderItsRegistration() throws IOException {
    try (StartedTransport transport =
            StartedTransport.start(
                plugin,
                "{listen {port = "
                    + port
                    + "}, connections: [{name: north, transport: listen, registration: \"IMEI-1\","
                    + " timeoutMs: 500, devices: [{name: n, units: 5, pollPeriod: 50, points:"
                    + " [{key: p, register: input, address: 1, type: 16int}]}]}, {name: south,"
                    + " transport: listen, registration: \"IMEI-2\", devices: [{name: s, units:"
                    + " 5}]}]}");
        Socket socket = connect()) {
      assertThat(transport.transport().health().detail())
          .contains("'north': its device has not dialled in");
      socket.getOutputStream().write(Bytes.utf8("IMEI-"));
      socket.getOutputStream().write(Bytes.utf8("1\r\n"));
      byte[] asked = socket.getInputStream().readNBytes(8);
      assertThat(asked).isEqualTo(Mode.RTU.write(new Frame(0, 5, Bytes.hex("04 0001 0001"))));
      socket.getOutputStream().write(Mode.RTU.write(new Frame(0, 5, Bytes.hex("04 02 fffe"))));
      Uplink.Telemetry telemetry = (Uplink.Telemetry) transport.uplinks().awaitCount(1).get(0);
      assertThat(telemetry.values().get(0).values()).isEqualTo(Map.of("p", Value.of(-2)));
      assertThat(transport.uplinks().connected()).containsExactly("n");
      try (Socket again = connect()) {
        again.getOutputStream().write(Bytes.utf8("IMEI-1"));
        assertThat(again.getInputStream().readNBytes(8)).isEqualTo(asked);
        soon(() -> socket.getInputStream().read() < 0 || socket.isClosed());
      }
      try (Socket stranger = connect()) {
        stranger.getOutputStream().write(Bytes.utf8("IMEI-3"));
        assertThat(stranger.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void aRequestMayWriteAsMuchAsTheProtocolAllows() throws IOException {
    try (StartedTransport transport =
            StartedTransport.start(
                plugin,
                "{servers: [{port: "
                    + port
                    + ", devices: [{name: plc, units: 1, points: [{key: text, register: holding,"
                    + " address: 0, type: string, count: 120}, {key: flags, register: coil,"
                    + " address: 0, type: bits, count: 1968}]}]}]}");
        Socket socket = connect()) {
      assertThat(ask(socket, 1, "10 0000 0078 f0" + "4142".repeat(120))).isEqualTo("1000000078");
      assertThat(((Uplink.Telemetry) transport.uplinks().all().get(0)).values().get(0).values())
          .isEqualTo(Map.of("text", Value.of("AB".repeat(120))));
      assertThat(ask(socket, 1, "0f 0000 07b0 f6" + "01".repeat(246))).isEqualTo("0f000007b0");
      assertThat(ask(socket, 1, "0f 0000 07b0 f5" + "01".repeat(245))).isEqualTo("8f03");
      assertThat(ask(socket, 1, "05 0003 0001")).as("neither on nor off").isEqualTo("8503");
    }
  }

  @Test
  void whatIsNoNumberIsConfirmedAndCounted() throws IOException {
    try (StartedTransport transport = serve();
        Socket socket = connect()) {
      assertThat(ask(socket, 2, "10 000a 0002 04 7fc00000")).isEqualTo("10000a0002");
      assertThat(transport.uplinks().all()).isEmpty();
      assertThat(transport.context().metrics().count("values_dropped", "not_a_number"))
          .isEqualTo(1);
    }
  }

  @Test
  void aFrameMayBeginAsALineEndDoes() throws IOException {
    try (StartedTransport transport =
            StartedTransport.start(
                plugin,
                "{listen {port = "
                    + port
                    + "}, connections: [{name: north, transport: listen, timeoutMs: 5000, devices:"
                    + " [{name: n, units: 10, pollPeriod: 60000, points: [{key: p, register: input,"
                    + " address: 1, type: 16int}]}]}]}");
        Socket socket = connect()) {
      assertThat(socket.getInputStream().readNBytes(8))
          .isEqualTo(Mode.RTU.write(new Frame(0, 10, Bytes.hex("04 0001 0001"))));
      socket.getOutputStream().write(Mode.RTU.write(new Frame(0, 10, Bytes.hex("04 02 0007"))));
      Uplink.Telemetry telemetry = (Uplink.Telemetry) transport.uplinks().awaitCount(1).get(0);
      assertThat(telemetry.values().get(0).values()).isEqualTo(Map.of("p", Value.of(7)));
      assertThat(transport.context().metrics().count("answers_refused")).isZero();
    }
  }
}
