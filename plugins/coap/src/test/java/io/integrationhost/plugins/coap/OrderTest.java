package io.integrationhost.plugins.coap;

import static io.integrationhost.plugins.coap.RunningPlugin.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.StartedTransport;
import java.io.ByteArrayOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one device sends is published as it was sent. */
class OrderTest {

  private static final int MESSAGES = 3_000;

  private final RunningPlugin plugin = new RunningPlugin();

  @AfterEach
  void close() {
    plugin.close();
  }

  /** Few enough at once to be lost nowhere, and nobody waits between them. */
  @Test
  void aStreamWithoutPausesKeepsItsOrder() throws Exception {
    int atOnce = 300;
    StartedTransport transport = plugin.start("clientConfiguration.securityMode: NO_SECURE");
    int port = ((CoapTransport) transport.transport()).addresses().get(0).getPort();
    try (var socket = new DatagramSocket()) {
      for (int number = 1; number <= MESSAGES; number++) {
        byte[] message = nonConfirmable(number);
        socket.send(
            new DatagramPacket(message, message.length, InetAddress.getLoopbackAddress(), port));
        if (number % atOnce == 0) {
          transport.uplinks().awaitCount(number);
        }
      }
    }
    List<String> numbers =
        transport.uplinks().payloads().stream()
            .map(each -> new String(each.bytes(), StandardCharsets.US_ASCII))
            .toList();
    assertThat(numbers)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, MESSAGES).mapToObj(Integer::toString).toList());
  }

  private static byte[] nonConfirmable(int number) {
    var message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {0x50, 0x02, (byte) (number >> 8), (byte) number});
    message.writeBytes(new byte[] {(byte) 0xb1, 'i', 0x0d, 36 - 13});
    message.writeBytes(KEY.getBytes(StandardCharsets.US_ASCII));
    message.write(0xff);
    message.writeBytes(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
    return message.toByteArray();
  }
}
