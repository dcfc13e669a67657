package io.integrationhost.plugins.coap;

import static io.integrationhost.plugins.coap.RunningPlugin.KEY;
import static io.integrationhost.plugins.coap.RunningPlugin.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.StartedTransport;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random datagrams, to both ports; {@code -Dcoap.fuzz=1000000} sends more of them. */
class FuzzTest {

  private static final int MANY = Integer.getInteger("coap.fuzz", 1_000);
  private static final int LONGEST = 1_200;

  private final RunningPlugin plugin = new RunningPlugin();

  @AfterEach
  void close() {
    plugin.close();
  }

  @Test
  void servesOthersAfterAnything() throws Exception {
    StartedTransport transport =
        plugin.start("clientConfiguration.securityMode: MIXED, psk { meter: \"the secret\" }");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] good = good();
    try (var socket = new DatagramSocket()) {
      for (int i = 0; i < MANY; i++) {
        byte[] bytes = random.nextBoolean() ? changed(good, random) : anything(random);
        for (InetSocketAddress to : ((CoapTransport) transport.transport()).addresses()) {
          socket.send(new DatagramPacket(bytes, bytes.length, to));
        }
      }
    }
    try (var device = TestDevice.plain();
        var secure = TestDevice.sharing("meter", "the secret")) {
      assertThat(device.ask(device.post(uri(transport, "/i/" + KEY), "after")).getCode())
          .as("seed %s", seed)
          .isEqualTo(ResponseCode.CREATED);
      assertThat(
              secure.ask(secure.post(uri("coaps", transport, 1, "/i/" + KEY), "after")).getCode())
          .as("seed %s", seed)
          .isEqualTo(ResponseCode.CREATED);
    }
  }

  private static byte[] good() {
    byte[] path = ("7d0c2f9e-5b1a-4c8e-9a70-1f2e3d4c5b6a").getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[10 + path.length];
    byte[] begin = {0x40, 0x02, 1, 2, (byte) 0xb1, 'i', 0x0d, (byte) (path.length - 13)};
    System.arraycopy(begin, 0, message, 0, begin.length);
    System.arraycopy(path, 0, message, begin.length, path.length);
    message[message.length - 2] = (byte) 0xff;
    message[message.length - 1] = '1';
    return message;
  }

  private static byte[] changed(byte[] good, Random random) {
    byte[] bytes = good.clone();
    bytes[2] = (byte) random.nextInt();
    bytes[3] = (byte) random.nextInt();
    for (int i = random.nextInt(6); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static byte[] anything(Random random) {
    byte[] bytes = new byte[random.nextInt(LONGEST)];
    random.nextBytes(bytes);
    return bytes;
  }
}
