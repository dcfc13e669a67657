package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.abort;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Wire;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What is relied on in a transport that listens for connections and is built on the kit, as tests:
 * all of {@link TransportContract}, and what devices do to a port, well or ill. Extend it and give
 * it a good {@link Dialog}. Most of it runs on virtual sockets and takes no time.
 */
public abstract class ServerContract extends SocketContract {

  private static final int CHANGES = 10_000;
  private static final int BYTES_WITHOUT_END = 4 << 20;
  private static final int PIECE = 16 << 10;

  /**
   * The configuration with other limits. Override it for a form that names the kit's keys
   * otherwise.
   *
   * @param keys of the kit, as HOCON
   */
  protected String configurationWith(String keys) {
    return ConfigFactory.parseString(keys)
        .withFallback(ConfigFactory.parseString(configuration()))
        .root()
        .render(ConfigRenderOptions.concise());
  }

  private VirtualServer server(String keys) {
    return new VirtualServer(plugin(), configurationWith(keys), dialog());
  }

  @Test
  final void itDoesNotMatterHowBytesAreCut() {
    byte[] said = dialog().said(2);
    try (VirtualServer server = server("")) {
      Outcome whole = server.hears(List.of(said));
      assertThat(whole.uplinks()).as("uplinks of a good dialog").isNotEmpty();
      assertThat(whole.heard()).isEqualTo(Bytes.hex(dialog().heard(2)));
      for (int cut = 1; cut < said.length; cut++) {
        assertThat(
                server.hears(
                    List.of(Arrays.copyOf(said, cut), Arrays.copyOfRange(said, cut, said.length))))
            .as("cut after byte %s", cut)
            .isEqualTo(whole);
      }
      List<byte[]> single =
          IntStream.range(0, said.length).mapToObj(i -> new byte[] {said[i]}).toList();
      assertThat(server.hears(single)).as("byte by byte").isEqualTo(whole);
    }
  }

  @Test
  final void tenMessagesAtOnceAreTenInTheirOrder() {
    try (VirtualServer server = server("")) {
      Outcome one = server.hears(List.of(dialog().said(1)));
      Outcome ten = server.hears(List.of(dialog().said(10)));
      assertThat(ten.heard()).isEqualTo(Bytes.hex(dialog().heard(10)));
      assertThat(ten.uplinks()).hasSizeGreaterThan(one.uplinks().size());
    }
  }

  @Test
  final void readsNoFurtherThanTheHostKeepsUp() {
    int limit = 4;
    int messages = 40;
    try (VirtualServer server = server("maxUnansweredPerConnection = " + limit)) {
      int ofOne = server.hears(List.of(dialog().said(1))).uplinks().size();
      server.uplinks().hold();
      int before = server.uplinks().count();
      VirtualDevice device = server.connect();
      device.say(dialog().said(messages));
      assertThat(server.since(before).size())
          .as("uplinks under way of one connection")
          .isPositive()
          .isLessThanOrEqualTo((limit + 1) * ofOne);
      while (server.uplinks().held() > 0) {
        server.uplinks().release(1);
        server.context().run();
      }
      assertThat(Bytes.hex(device.heard()))
          .as("answers, in order, once the host is back")
          .isEqualTo(Bytes.hex(dialog().heard(messages)));
      server.uplinks().release();
    }
  }

  @Test
  final void servesAgainAfterTheHostRefused() {
    try (VirtualServer server = server("")) {
      for (Receipt.Reason reason : Receipt.Reason.values()) {
        server.uplinks().reject(reason, "refused by the contract");
        server.hears(List.of(dialog().said(2)));
      }
      server
          .uplinks()
          .answer(uplink -> CompletableFuture.failedFuture(new IllegalStateException()));
      server.hears(List.of(dialog().said(2)));
      server.uplinks().answerAlways(new Receipt.Stored());
      server.serves();
    }
  }

  @Test
  final void takesNothingWhilePaused() {
    try (VirtualServer server = server("")) {
      VirtualDevice device = server.connect();
      device.say(dialog().opening());
      server.context().run();
      int before = server.uplinks().count();
      server.transport().pause(true);
      server.context().run();
      device.say(dialog().message());
      assertThat(server.since(before)).as("uplinks while paused").isEmpty();
      server.transport().pause(false);
      server.context().run();
      assertThat(server.since(before)).as("uplinks after the pause").isNotEmpty();
      server.serves();
    }
  }

  @Test
  final void endsAMessageThatDoesNotEnd() {
    try (VirtualServer server = server("frameTimeoutSeconds = 5")) {
      VirtualDevice device = server.connect();
      device.say(dialog().opening());
      byte[] message = dialog().message();
      int before = server.uplinks().count();
      device.say(Arrays.copyOf(message, message.length - 1));
      if (!server.since(before).isEmpty()) {
        abort("a message of this protocol needs no end");
      }
      server.context().passes(Duration.ofSeconds(20));
      assertThat(device.isConnected()).as("connected after 20 s within a message").isFalse();
      assertThat(server.context().wire().line(0).faults()).contains(Wire.Fault.TIMEOUT);
      server.serves();
    }
  }

  @Test
  final void keepsNoMoreThanItMay() {
    try (VirtualServer server = server("maxBufferedBytes = 1 MiB")) {
      byte[] message = dialog().message();
      byte[] piece = new byte[PIECE];
      Arrays.fill(piece, message[message.length / 2]);
      VirtualDevice device = server.connect();
      device.say(dialog().opening());
      device.say(Arrays.copyOf(message, message.length / 2 + 1));
      long most = 0;
      for (int sent = 0; sent < BYTES_WITHOUT_END && device.isConnected(); sent += PIECE) {
        device.say(piece);
        most = Math.max(most, server.context().memory().taken());
      }
      assertThat(most).as("memory taken for a message without end").isLessThan(3 << 20);
      server.serves();
      device.close();
    }
  }

  @Test
  final void endsASilentConnection() {
    try (VirtualServer server = server("idleTimeoutSeconds = 5")) {
      VirtualDevice device = server.connect();
      device.say(dialog().said(1));
      server.context().passes(Duration.ofSeconds(20));
      assertThat(device.isConnected()).as("connected after 20 s of silence").isFalse();
      assertThat(server.context().wire().line(0).end()).contains(Wire.End.IDLE);
    }
  }

  @Test
  final void aFullPortServesTheNewcomerInPlaceOfTheSilent() {
    try (VirtualServer server = server("maxConnections = 2")) {
      VirtualDevice good = server.connect();
      good.say(dialog().said(1));
      VirtualDevice silent = server.connect();
      VirtualDevice early = server.connect();
      assertThat(early.isConnected()).as("a third one at once").isFalse();
      assertThat(server.context().wire().refusals()).containsExactly(Wire.Refusal.LIMIT);
      server.context().passes(Duration.ofSeconds(15));
      server.serves();
      assertThat(silent.isConnected()).as("the silent one").isFalse();
      assertThat(good.isConnected()).as("the one that sends messages").isTrue();
    }
  }

  @Test
  final void countsTheConnectionsOfAnAddress() {
    try (VirtualServer server = server("maxConnectionsPerAddress = 1")) {
      VirtualDevice first = server.connect("10.9.9.9");
      assertThat(server.connect("10.9.9.9").isConnected()).as("the second one").isFalse();
      assertThat(first.isConnected()).as("the first one").isTrue();
      server.serves();
      first.close();
      assertThat(server.connect("10.9.9.9").isConnected()).as("after the first one").isTrue();
    }
  }

  @Test
  final void noGarbageHurts() {
    Random random = new Random(20_260_101);
    try (VirtualServer server = server("")) {
      server.serves();
      VirtualDevice device = server.connect();
      for (int change = 0; change < CHANGES; change++) {
        if (change % 20 == 0 || !device.isConnected()) {
          device.close();
          device = server.connect();
        }
        device.say(changed(dialog().said(1), random));
      }
      device.close();
      assertThat(server.context().wire().open()).as("sessions left").isEmpty();
      server.context().passes(Duration.ofMinutes(5));
      server.serves();
      server.stop();
      assertThat(server.context().memory().taken()).as("memory after the stop").isZero();
    }
  }

  private static byte[] changed(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = at == 0 ? bytes : Arrays.copyOf(bytes, at);
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + bytes.length - at);
          System.arraycopy(bytes, at, longer, bytes.length, bytes.length - at);
          bytes = longer;
        }
      }
    }
    return bytes;
  }

  @Test
  final void stopsAtEachStep() {
    byte[] said = dialog().said(1);
    for (int step = 0; step <= said.length; step++) {
      try (VirtualServer server = server("")) {
        VirtualDevice device = server.connect();
        device.say(Arrays.copyOf(said, step));
        server.stop();
        assertThat(device.isConnected()).as("connected after byte %s and a stop", step).isFalse();
        assertThat(server.context().wire().open()).as("sessions left, step %s", step).isEmpty();
      }
    }
  }

  @Test
  final void downlinksGoToWhoIsConnected() {
    if (dialog().device().isEmpty()) {
      abort("this dialog has no downlink");
    }
    try (VirtualServer server = server("")) {
      assertThat(kindOfRefusal(server))
          .as("before the device came")
          .isEqualTo(TransportException.Kind.UNAVAILABLE);
      VirtualDevice device = server.connect();
      device.say(dialog().said(1));
      int before = device.heard().length;
      server.context().join(server.transport().downlink(downlink()));
      device.take(before);
      assertThat(Bytes.hex(device.heard())).isEqualTo(Bytes.hex(dialog().sent()));
      device.close();
      assertThat(kindOfRefusal(server))
          .as("after the device left")
          .isEqualTo(TransportException.Kind.UNAVAILABLE);
      assertThat(server.uplinks().disconnected()).contains(dialog().device().get());
    }
  }

  private Downlink downlink() {
    return new Downlink(
        dialog().device().orElseThrow(), ContentType.BINARY, dialog().downlink(), Map.of());
  }

  private TransportException.Kind kindOfRefusal(VirtualServer server) {
    Throwable thrown =
        catchThrowable(() -> server.context().join(server.transport().downlink(downlink())));
    assertThat(thrown).hasCauseInstanceOf(TransportException.class);
    return ((TransportException) thrown.getCause()).kind();
  }

  @Test
  final void tellsEveryByte() {
    try (VirtualServer server = server("")) {
      server.context().wire().watch(true);
      VirtualDevice device = server.connect();
      device.say(dialog().said(3));
      byte[] heard = device.heard();
      device.close();
      RecordedLine line = server.context().wire().line(0);
      assertThat(line.received()).isEqualTo(dialog().said(3).length);
      assertThat(line.receivedCopies()).isEqualTo(dialog().said(3));
      assertThat(line.sent()).isEqualTo(heard.length);
      assertThat(line.sentCopies()).isEqualTo(heard);
      assertThat(line.end()).contains(Wire.End.DEVICE);
    }
  }
}
