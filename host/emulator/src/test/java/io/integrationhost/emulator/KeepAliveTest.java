package io.integrationhost.emulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A bare HTTP/2 connection, because gRPC's own client never pings more often than each 10 s. */
class KeepAliveTest extends EmulatorTest {
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);
  private static final byte[] SETTINGS = HexFormat.of().parseHex("000000040000000000");
  private static final byte[] PING = HexFormat.of().parseHex("0000080600000000000102030405060708");
  private static final int TYPE_PING = 6;
  private static final int TYPE_GOAWAY = 7;
  private static final int ACK = 1;

  @Test
  void clientThatPingsTooOftenIsThrownOut() throws Exception {
    start();
    assertThat(goAwayAfterPings(5)).contains("too_many_pings");
  }

  @Test
  void spacingCanBeConfigured() throws Exception {
    start(EmulatorSettings.builder().permitKeepAliveTime(Duration.ofNanos(1)));
    assertThat(goAwayAfterPings(5)).isEmpty();
  }

  /** A HEADERS frame of stream 1; the header block has literals only (RFC 7541, 6.2.2). */
  private static byte[] openCall() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    literal(block, ":method", "POST");
    literal(block, ":scheme", "http");
    literal(block, ":path", "/integration.IntegrationTransport/handleMsgs");
    literal(block, ":authority", "localhost");
    literal(block, "content-type", "application/grpc");
    literal(block, "te", "trailers");
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {0, 0, (byte) block.size(), 1, 4, 0, 0, 0, 1});
    frame.writeBytes(block.toByteArray());
    return frame.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    block.write(name.length());
    block.writeBytes(name.getBytes(ISO_8859_1));
    block.write(value.length());
    block.writeBytes(value.getBytes(ISO_8859_1));
  }

  /** The server's reason to go away, empty when it answers all pings instead. */
  private String goAwayAfterPings(int pings) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(PREFACE);
      out.write(SETTINGS);
      out.write(openCall());
      for (int i = 0; i < pings; i++) {
        out.write(PING);
      }
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (int answered = 0; answered < pings; ) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        in.readInt();
        byte[] payload = in.readNBytes(length);
        if (type == TYPE_GOAWAY) {
          return new String(payload, ISO_8859_1);
        }
        if (type == TYPE_PING && flags == ACK) {
          answered++;
        }
      }
      return "";
    }
  }
}
