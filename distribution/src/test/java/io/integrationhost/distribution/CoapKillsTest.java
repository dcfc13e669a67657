package io.integrationhost.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Kills under confirmable messages: 2.xx means stored. A long form: {@code -Dkills=50}. */
@EnabledIfSystemProperty(named = "kills", matches = ".+")
final class CoapKillsTest {

  @TempDir private Path directory;

  @Test
  void losesNothingThatWasAnswered() throws IOException, InterruptedException {
    new AnsweredKills(
            "COAP",
            port ->
                """
            {"clientConfiguration": {"securityMode": "NO_SECURE",\
             "coapEndpoint": "coap://localhost/i/sensors"}, "metadata": {}}
            """,
            "plugins.coap { port = %d }"::formatted,
            port -> () -> new MessageLine(port))
        .run(directory);
  }

  /**
   * RFC 7252 by hand: the answer comes with the acknowledgement, or after it as a message of its
   * own.
   */
  private static final class MessageLine implements RepeatingDevice.Line {

    private static final int ANSWER_MILLIS = 500;
    private static final int CONFIRMABLE = 0x40;
    private static final int ACKNOWLEDGEMENT = 0x60;
    private static final int POST = 0x02;
    private static final int UNAVAILABLE = 0xA3;
    private static final int TOKEN_BYTES = 2;
    private static final int URI_PATH = 11;

    private final DatagramSocket socket = new DatagramSocket();
    private int number;

    MessageLine(int port) throws IOException {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(ANSWER_MILLIS);
    }

    @Override
    public boolean isStored(String reading) throws IOException {
      number = number + 1 & 0xFFFF;
      var message = new ByteArrayOutputStream();
      message.writeBytes(head(CONFIRMABLE | TOKEN_BYTES, POST, number));
      message.writeBytes(ByteBuffer.allocate(2).putShort((short) number).array());
      message.write(URI_PATH << 4 | 1);
      message.write('i');
      message.write("sensors".length());
      message.writeBytes("sensors".getBytes(StandardCharsets.US_ASCII));
      message.write(0xFF);
      message.writeBytes(reading.getBytes(StandardCharsets.US_ASCII));
      send(message.toByteArray());
      int code = code();
      if (code >> 5 != 2 && code != UNAVAILABLE) {
        throw new IllegalStateException("answered with %d.%02d".formatted(code >> 5, code & 0x1F));
      }
      return code != UNAVAILABLE;
    }

    private static byte[] head(int first, int code, int id) {
      return ByteBuffer.allocate(4).put((byte) first).put((byte) code).putShort((short) id).array();
    }

    /** Of the answer to the message that was sent last. */
    private int code() throws IOException {
      while (true) {
        DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
        socket.receive(answer);
        ByteBuffer bytes = ByteBuffer.wrap(answer.getData(), 0, answer.getLength());
        int first = bytes.get() & 0xFF;
        int code = bytes.get() & 0xFF;
        int id = bytes.getShort() & 0xFFFF;
        if ((first & 0xF0) == CONFIRMABLE) {
          send(head(ACKNOWLEDGEMENT, 0, id));
        }
        if (code != 0 && (bytes.getShort() & 0xFFFF) == number) {
          return code;
        }
      }
    }

    private void send(byte[] bytes) throws IOException {
      socket.send(new DatagramPacket(bytes, bytes.length));
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
