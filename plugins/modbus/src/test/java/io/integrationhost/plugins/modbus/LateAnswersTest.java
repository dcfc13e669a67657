package io.integrationhost.plugins.modbus;

import static io.integrationhost.plugins.modbus.Polling.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.modbus.frame.Frame;
import io.integrationhost.plugins.modbus.frame.Mode;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** RTU names no request: what comes late must not be taken for the answer to another one. */
class LateAnswersTest {

  private static final int REQUEST = 8;

  private static byte[] rtu(String pdu) {
    return Mode.RTU.write(new Frame(0, 1, Bytes.hex(pdu)));
  }

  private static byte[] next(InputStream in) throws IOException {
    byte[] request = in.readNBytes(REQUEST);
    assertThat(request).hasSize(REQUEST);
    return request;
  }

  @Test
  void aLateAnswerIsNotTakenForAnother() throws IOException {
    try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var plugin = new ModbusPlugin();
        StartedTransport transport =
            StartedTransport.start(
                plugin,
                "{connections: [{name: bus, transport: rtu-over-tcp, host: localhost, port: "
                    + port.getLocalPort()
                    + ", timeoutMs: 300, retries: 1, maxGap: 0, devices: [{name: m, units: 1,"
                    + " pollPeriod: 3600000, points: [{key: a, register: holding, address: 1, type:"
                    + " 16uint}, {key: b, register: holding, address: 100, type: 16uint}]}]}]}");
        Socket socket = port.accept()) {
      InputStream in = socket.getInputStream();
      byte[] first = next(in);
      assertThat(next(in)).as("the repetition").isEqualTo(first);
      socket.getOutputStream().write(rtu("03 02 0001"));
      socket.setSoTimeout(100);
      assertThatThrownBy(in::read)
          .as("nothing is asked while an answer may come")
          .isInstanceOf(SocketTimeoutException.class);
      socket.getOutputStream().write(rtu("03 02 0001"));
      socket.setSoTimeout(20_000);
      assertThat(next(in)).isEqualTo(rtu("03 0064 0001"));
      socket.getOutputStream().write(rtu("03 02 0064"));
      Map<String, Value> values = new HashMap<>();
      ((Uplink.Telemetry) transport.uplinks().awaitCount(1).get(0))
          .values()
          .forEach(each -> values.putAll(each.values()));
      assertThat(values).isEqualTo(Map.of("a", Value.of(1), "b", Value.of(100)));
      assertThat(transport.context().metrics().count("answers_refused")).isEqualTo(1);
    }
  }

  @Test
  void aLateAnswerIsNotTakenForThatToADownlink() throws Exception {
    try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var plugin = new ModbusPlugin();
        StartedTransport transport =
            StartedTransport.start(
                plugin,
                "{connections: [{name: bus, transport: rtu-over-tcp, host: localhost, port: "
                    + port.getLocalPort()
                    + ", timeoutMs: 400, retries: 0, devices: [{name: m, units: 1, pollPeriod:"
                    + " 3600000, points: [{key: a, register: holding, address: 1, type: 16uint}]}]}]}");
        Socket socket = port.accept()) {
      socket.setSoTimeout(20_000);
      InputStream in = socket.getInputStream();
      next(in);
      CompletionStage<Void> read =
          transport.downlink(
              "m",
              Bytes.utf8(
                  "{\"read\": [{\"register\": \"holding\", \"address\": 100, \"type\":"
                      + " \"16uint\"}]}"));
      soon(() -> transport.context().metrics().count("timeouts") == 1);
      socket.getOutputStream().write(rtu("03 02 0001"));
      assertThat(next(in)).isEqualTo(rtu("03 0064 0001"));
      socket.getOutputStream().write(rtu("03 02 0064"));
      StartedTransport.join(read);
      assertThat(((Uplink.Attributes) transport.uplinks().awaitCount(1).get(0)).values().toString())
          .contains("100");
    }
  }
}
