package io.integrationhost.kit.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that take their time, on real sockets. */
class LaterAnswersTest {

  private final Kit kit = new Kit("later");
  private final FakeHost host =
      new FakeHost("{port: 0, maxUnansweredPerConnection: 4, maxUnanswered: 100}");
  private final Map<String, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();
  private KitTransport transport;

  private final class Talk implements Conversation<String> {
    private final Session<String> session;

    Talk(Session<String> session) {
      this.session = session;
    }

    @Override
    public void frame(String line) {
      switch (line) {
        case "now" -> session.answer(Bytes.utf8("now\n"));
        case "throws" ->
            session.answer(
                10,
                () -> {
                  throw new IllegalStateException("on purpose");
                });
        default ->
            session.answer(10, () -> open.computeIfAbsent(line, none -> new CompletableFuture<>()));
      }
    }
  }

  private void start(boolean datagrams) {
    Keys keys = Keys.of(host);
    ServerSettings settings = ServerSettings.read(keys);
    KitTransport.Builder builder = kit.transport(host, keys);
    transport =
        (datagrams
                ? builder.udp(settings, Framing.text(100), Talk::new)
                : builder.tcp(settings, Framing.text(100), Talk::new))
            .build();
    transport.start().toCompletableFuture().orTimeout(20, SECONDS).join();
  }

  private void answer(String line) {
    await().until(() -> open.containsKey(line));
    open.get(line).complete(Answer.always(Bytes.utf8(line + "\n")));
  }

  @AfterEach
  void close() {
    transport.stop().toCompletableFuture().orTimeout(20, SECONDS).join();
    kit.close();
    host.close();
  }

  @Test
  void goOutInTheOrderOfTheFrames() {
    start(false);
    try (var device = new TestDevice(transport.port())) {
      device.say("a\nnow\nb\nthrows\nfails\nc\n");
      answer("b");
      answer("a");
      device.hears("a\nnow\nb\n");
      await().until(() -> open.containsKey("fails"));
      open.get("fails").completeExceptionally(new IllegalStateException("on purpose"));
      answer("c");
      device.hears("c\n");
      device.say("now\n").hears("now\n");
    }
  }

  @Test
  void countAsWhatIsUnderWay() {
    start(false);
    try (var device = new TestDevice(transport.port());
        var other = new TestDevice(transport.port())) {
      device.say("1\n2\n3\n4\n5\n6\n");
      await().until(() -> open.size() == 4);
      other.say("now\n").hears("now\n");
      assertThat(open).containsOnlyKeys("1", "2", "3", "4");
      answer("1");
      answer("2");
      answer("3");
      answer("4");
      answer("5");
      answer("6");
      device.hears("1\n2\n3\n4\n5\n6\n");
    }
  }

  @Test
  void areGivenBeforeTheEnd() {
    start(false);
    try (var device = new TestDevice(transport.port())) {
      device.say("a\n");
      device.ends();
      answer("a");
      device.hears("a\n").hearsTheEnd();
    }
  }

  @Test
  void ofDatagramsGoWhenTheyAreKnown() throws IOException {
    start(true);
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(20_000);
      say(socket, "a");
      say(socket, "throws");
      say(socket, "b");
      answer("b");
      assertThat(heard(socket)).isEqualTo("b\n");
      answer("a");
      assertThat(heard(socket)).isEqualTo("a\n");
    }
  }

  private void say(DatagramSocket socket, String text) throws IOException {
    byte[] bytes = Bytes.utf8(text);
    socket.send(
        new DatagramPacket(
            bytes, bytes.length, InetAddress.getLoopbackAddress(), transport.port()));
  }

  private static String heard(DatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[100], 100);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), "UTF-8");
  }
}
