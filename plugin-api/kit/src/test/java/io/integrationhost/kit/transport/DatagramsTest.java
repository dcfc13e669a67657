package io.integrationhost.kit.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.TransportException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A line protocol over datagrams, on real sockets. */
class DatagramsTest {

  private final Kit kit = new Kit("datagrams");
  private FakeHost host;
  private KitTransport transport;

  /** A device on a socket of its own. */
  private final class Device implements AutoCloseable {
    private final DatagramSocket socket;

    Device() throws IOException {
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      socket.setSoTimeout(20_000);
    }

    Device say(String text) throws IOException {
      byte[] bytes = Bytes.utf8(text);
      socket.send(
          new DatagramPacket(
              bytes, bytes.length, InetAddress.getLoopbackAddress(), transport.port()));
      return this;
    }

    Device hears(String text) throws IOException {
      DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
      socket.receive(packet);
      assertThat(new String(packet.getData(), 0, packet.getLength(), "UTF-8")).isEqualTo(text);
      return this;
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private void start(FakeHost with, UnaryOperator<KitTransport.Builder> more) {
    host = with;
    Keys keys = Keys.of(host);
    transport =
        more.apply(
                kit.transport(host, keys)
                    .udp(
                        ServerSettings.read(keys),
                        Framing.text(host.config().getInt("maxLine")),
                        Lines.Talk::new))
            .build();
    transport.start().toCompletableFuture().orTimeout(20, SECONDS).join();
  }

  private void start(String more) {
    start(new FakeHost("{port: 0, maxLine: 70000" + more + "}"), builder -> builder);
  }

  @AfterEach
  void stop() {
    transport.stop().toCompletableFuture().orTimeout(20, SECONDS).join();
    assertThat(host.told.stream().filter(each -> each.startsWith("opened")).count())
        .isEqualTo(host.told.stream().filter(each -> each.startsWith("closed")).count());
    host.release();
    assertThat(host.taken()).isZero();
    kit.close();
    host.close();
  }

  @Test
  void aDatagramEndsAFrameAndMayHoldSeveral() throws IOException {
    start("");
    try (Device device = new Device()) {
      device.say("1\n2\n3").hears("OK\n").hears("OK\n").hears("OK\n");
      device.say("name A").hears("HELLO\n").say("4\n").hears("OK\n");
      assertThat(host.texts()).containsExactly("1", "2", "3", "4");
      assertThat(host.told).contains("connected A", "device 1 A");
      assertThat(host.received).hasValue("1\n2\n3name A4\n".length());
      await().until(() -> host.sent.get() == 4 * "OK\n".length() + "HELLO\n".length());
      assertThat(transport.health().detail())
          .isEqualTo(
              "listening on udp port " + transport.port() + ", 1 peers, 0 refused, 0 bad frames");
      assertThat(transport.listensOn()).containsExactly(Endpoint.udp("", 0));
    }
  }

  @Test
  void aDownlinkGoesToTheLastAddressOfItsDevice() throws IOException {
    start("");
    try (Device first = new Device();
        Device second = new Device()) {
      first.say("name A").hears("HELLO\n");
      second.say("name A").hears("HELLO\n");
      transport.downlink(downlink("A")).toCompletableFuture().orTimeout(20, SECONDS).join();
      second.hears("down");
      assertThat(kind(downlink("B"))).isEqualTo(TransportException.Kind.UNAVAILABLE);
    }
  }

  @Test
  void aProtocolMayRefuseDownlinksSinceAddressesCanBeForged() throws IOException {
    start(new FakeHost("{port: 0, maxLine: 100}"), KitTransport.Builder::noDownlinks);
    try (Device device = new Device()) {
      device.say("name A").hears("HELLO\n");
      assertThat(kind(downlink("A"))).isEqualTo(TransportException.Kind.REJECTED);
    }
  }

  @Test
  void takesTheLongestDatagramWhole() throws IOException {
    start("");
    try (Device device = new Device()) {
      String longest = "x".repeat(65_507);
      device.say(longest).hears("OK\n").say("y").hears("OK\n");
      assertThat(host.texts()).containsExactly(longest, "y");
    }
  }

  @Test
  void whatIsNoFrameHarmsNeitherItsNeighboursNorWhatComesNext() throws IOException {
    start(new FakeHost("{port: 0, maxLine: 10}"), builder -> builder);
    try (Device device = new Device()) {
      device.say("1\n" + "x".repeat(20) + "\nthrow\n2").hears("OK\n");
      device
          .hears("FAULT TOO_LONG\n")
          .hears("FAULT MALFORMED\n")
          .hears("OK\n")
          .say("3")
          .hears("OK\n");
      assertThat(host.texts()).containsExactly("1", "2", "3");
      assertThat(host.told).contains("fault 1 TOO_LONG", "fault 1 MALFORMED");
    }
  }

  @Test
  void dropsAndCountsWhatTheHostHasNoRoomFor() throws IOException {
    start(", maxUnansweredDatagrams: 2");
    host.hold();
    try (Device device = new Device()) {
      device.say("1").say("2").say("3").say("4\n5");
      await().until(() -> transport.health().detail().contains(", 2 datagrams dropped"));
      assertThat(host.texts()).containsExactly("1", "2");
      host.release(1);
      device.hears("OK\n").say("6\n7\n8");
      await().until(() -> transport.health().detail().contains(", 3 datagrams dropped"));
      assertThat(host.texts()).containsExactly("1", "2", "6");
      host.release();
      device.hears("OK\n").hears("OK\n").say("9").hears("OK\n");
    }
  }

  @Test
  void dropsWhatThereIsNoMemoryFor() throws IOException {
    start(", maxBufferedBytes: 1 MiB");
    host.hold();
    try (Device device = new Device()) {
      String much = "x".repeat(60_000);
      for (int i = 0; i < 20; i++) {
        device.say(much);
        int sent = i + 1;
        await().until(() -> host.count() == Math.min(17, sent));
      }
      await().until(() -> transport.health().detail().contains(", 3 datagrams dropped"));
      assertThat(host.mostMemory.get()).isLessThanOrEqualTo(1 << 20);
    }
  }

  @Test
  void forgetsTheLongestSilentOfTooMany() throws IOException {
    start(", maxPeers: 2");
    try (Device first = new Device();
        Device second = new Device();
        Device third = new Device()) {
      first.say("name A").hears("HELLO\n");
      second.say("name B").hears("HELLO\n");
      first.say("1").hears("OK\n");
      third.say("name C").hears("HELLO\n");
      assertThat(host.told).contains("disconnected B", "closed 2 LIMIT");
      second.say("name B").hears("HELLO\n");
      assertThat(host.told).contains("disconnected A").doesNotContain("disconnected C");
    }
  }

  @Test
  void forgetsWhoIsSilentForLong() throws IOException {
    var shifted = new ShiftedHost("{port: 0, maxLine: 100, peerSeconds: 3600}");
    start(shifted, builder -> builder);
    try (Device device = new Device()) {
      device.say("name A").hears("HELLO\n");
      shifted.forward(3_590);
      device.say("1").hears("OK\n");
      shifted.forward(3_590);
      device.say("2").hears("OK\n");
      assertThat(host.told).doesNotContain("disconnected A");
      shifted.forward(3_601);
      await().until(() -> host.told.contains("disconnected A"));
      assertThat(host.told).contains("closed 1 IDLE");
      device.say("3").hears("OK\n");
    }
  }

  @Test
  void takesNoMoreOfOneAddressInASecondThanItMay() throws IOException {
    var shifted = new ShiftedHost("{port: 0, maxLine: 100, maxPerSecondPerAddress: 3}");
    shifted.stand();
    start(shifted, builder -> builder);
    try (Device device = new Device();
        Device other = new Device()) {
      device.say("1").say("2").say("3").hears("OK\n").hears("OK\n").hears("OK\n");
      other.say("4");
      await().until(() -> transport.health().detail().contains(", 1 datagrams dropped"));
      shifted.forward(1);
      other.say("5").hears("OK\n");
      assertThat(host.texts()).containsExactly("1", "2", "3", "5");
    }
  }

  @Test
  void servesOnlyWhomItMay() throws IOException {
    start(", allow: [\"10.0.0.0/8\"]");
    try (Device device = new Device()) {
      device.say("1");
      await().until(() -> host.told.contains("refused ADDRESS"));
      assertThat(transport.health().detail()).contains("0 peers, 1 refused");
    }
  }

  @Test
  void readsNothingWhilePaused() throws IOException {
    start("");
    try (Device device = new Device()) {
      device.say("name A").hears("HELLO\n");
      transport.pause(true);
      transport.downlink(downlink("A")).toCompletableFuture().orTimeout(20, SECONDS).join();
      device.hears("down").say("1");
      transport.downlink(downlink("A")).toCompletableFuture().orTimeout(20, SECONDS).join();
      device.hears("down");
      assertThat(host.count()).isZero();
      transport.pause(false);
      device.hears("OK\n");
    }
  }

  @Test
  void keepsThoseApartThatItReadsInOneTurn() throws IOException {
    start(", soRcvBuf: 4096");
    List<String> said = new ArrayList<>();
    try (Device device = new Device()) {
      device.say("first").hears("OK\n");
      said.add("first");
      transport.pause(true);
      for (int i = 0; i < 50; i++) {
        String text = i + "x".repeat(i % 20 == 19 ? 60_000 : i * 20);
        device.say(text).say("");
        said.add(text);
      }
      transport.pause(false);
      for (int i = 0; i < 50; i++) {
        device.hears("OK\n");
      }
      assertThat(host.texts()).isEqualTo(said);
    }
  }

  @Test
  void givesTheAnswersThatAreDueBeforeItStops() throws IOException {
    start("");
    host.hold();
    try (Device device = new Device()) {
      device.say("1");
      await().until(() -> host.count() == 1);
      var stopped = transport.stop().toCompletableFuture();
      device.say("2");
      host.release();
      device.hears("OK\n");
      stopped.orTimeout(20, SECONDS).join();
      assertThat(host.texts()).containsExactly("1");
    }
  }

  @Test
  void saysWhoHasThePort() throws IOException {
    start("");
    try (Device device = new Device();
        FakeHost second =
            new FakeHost("{bindAddress: localhost, port: " + device.socket.getLocalPort() + "}")) {
      Keys keys = Keys.of(second);
      KitTransport late =
          kit.transport(second, keys)
              .udp(ServerSettings.read(keys), Framing.text(100), Lines.Talk::new)
              .build();
      assertThatThrownBy(() -> late.start().toCompletableFuture().orTimeout(20, SECONDS).join())
          .hasMessageContaining("udp port " + device.socket.getLocalPort())
          .hasMessageContaining("already in use");
      late.stop().toCompletableFuture().orTimeout(20, SECONDS).join();
    }
  }

  private static Downlink downlink(String device) {
    return new Downlink(device, ContentType.TEXT, Bytes.utf8("down"), Map.of());
  }

  private TransportException.Kind kind(Downlink downlink) {
    try {
      transport.downlink(downlink).toCompletableFuture().orTimeout(20, SECONDS).join();
    } catch (CompletionException e) {
      return ((TransportException) e.getCause()).kind();
    }
    throw new AssertionError("it was sent");
  }
}
