package io.integrationhost.plugins.coap;

import static io.integrationhost.plugins.coap.RunningPlugin.KEY;
import static io.integrationhost.plugins.coap.RunningPlugin.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.testkit.StartedTransport;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What strangers and a broken host can do to the others. */
class OverloadTest {

  private static final String PLAIN = "clientConfiguration.securityMode: NO_SECURE";

  private final RunningPlugin plugin = new RunningPlugin();
  private TestDevice device;

  @BeforeEach
  void open() throws Exception {
    device = TestDevice.plain();
  }

  @AfterEach
  void close() {
    device.close();
    plugin.close();
  }

  private ResponseCode code(StartedTransport transport, String payload) throws Exception {
    return device.ask(device.post(uri(transport, "/i/" + KEY), payload)).getCode();
  }

  /** Answers that nobody acknowledges are timers, and no datagrams that wait. */
  @Test
  void whoAcknowledgesNothingHoldsUpNobody() throws Exception {
    int answers = 7_900;
    StartedTransport transport = plugin.start(PLAIN + ", timeoutMillis: 3600000");
    transport.uplinks().hold();
    int port = ((CoapTransport) transport.transport()).addresses().get(0).getPort();
    try (var socket = new DatagramSocket()) {
      for (int id = 1; id <= answers; id++) {
        byte[] message = confirmable(id);
        socket.send(
            new DatagramPacket(message, message.length, InetAddress.getLoopbackAddress(), port));
        if (id % 100 == 0) {
          transport.uplinks().awaitCount(id);
        }
      }
      // An answer of its own, which is to be acknowledged, follows to each.
      await().until(() -> ((CoapTransport) transport.transport()).accepted() == answers);
      transport.uplinks().release();
      assertThat(code(transport, "1")).isEqualTo(ResponseCode.CREATED);
    }
  }

  private static byte[] confirmable(int id) {
    byte[] key = KEY.getBytes(StandardCharsets.US_ASCII);
    byte[] head = {0x40, 0x02, (byte) (id >> 8), (byte) id, (byte) 0xb1, 'i', 0x0d, 36 - 13};
    byte[] message = new byte[head.length + key.length + 2];
    System.arraycopy(head, 0, message, 0, head.length);
    System.arraycopy(key, 0, message, head.length, key.length);
    message[message.length - 2] = (byte) 0xff;
    message[message.length - 1] = '1';
    return message;
  }

  /** Beyond 2,048 bytes the library would drop them without a word. */
  @Test
  void whoSendsTooLongADatagramIsToldToSendBlocks() throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    int port = ((CoapTransport) transport.transport()).addresses().get(0).getPort();
    byte[] head = confirmable(7);
    byte[] message = Arrays.copyOf(head, 3_000);
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(5_000);
      socket.send(
          new DatagramPacket(message, message.length, InetAddress.getLoopbackAddress(), port));
      var answer = new DatagramPacket(new byte[100], 100);
      socket.receive(answer);
      // An acknowledgement with 4.13, of the same number; Block1 (27): 1,024 bytes; Size1 (60).
      assertThat(Arrays.copyOf(answer.getData(), answer.getLength()))
          .startsWith(0x60, 0x8d, 0, 7, 0xd1, 27 - 13, 6)
          .endsWith(0xd3, 60 - 27 - 13, 1, 0, 0);
      message[0] = 0x50;
      socket.send(
          new DatagramPacket(message, message.length, InetAddress.getLoopbackAddress(), port));
      socket.receive(answer);
      assertThat(answer.getData()).startsWith(0x50, 0x8d);
    }
    assertThat(transport.uplinks().count()).isZero();
    assertThat(transport.transport().facts())
        .containsEntry("too long", "2 datagrams of the ports that should have come in blocks")
        .containsEntry("messages", "0 taken, 2 refused");
    assertThat(code(transport, "x".repeat(2_000))).isEqualTo(ResponseCode.CREATED);
  }

  @Test
  void aBrokenHostLeavesNoMessageUnderWay() throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    transport.uplinks().answer(uplink -> null);
    assertThat(code(transport, "1")).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
    assertThat(transport.transport().facts()).containsEntry("under way", "0");
    transport.uplinks().answer(uplink -> CompletableFuture.completedFuture(null));
    assertThat(code(transport, "1")).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
    assertThat(transport.transport().facts()).containsEntry("under way", "0");
  }

  @Test
  void aBodyInOneMessageHasTheSameBound() throws Exception {
    StartedTransport transport = plugin.start(PLAIN + ", maxBodyLength: 100");
    var refused = device.ask(device.post(uri(transport, "/i/" + KEY), "x".repeat(101)));
    assertThat(refused.getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
    assertThat(refused.getOptions().getSize1()).isEqualTo(100);
    assertThat(code(transport, "x".repeat(100))).isEqualTo(ResponseCode.CREATED);
  }

  @Test
  void whoeverWaitsAtTheStopIsTold() throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    transport.uplinks().hold();
    List<Request> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiting.add(device.send(device.post(uri(transport, "/i/" + KEY), "1")));
    }
    transport.uplinks().awaitCount(20);
    transport.stop();
    for (Request each : waiting) {
      Response response = each.waitForResponse(5_000);
      assertThat(response).as("answer").isNotNull();
      assertThat(response.getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
    }
  }
}
