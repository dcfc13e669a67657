package io.integrationhost.kit.transport;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line protocol on real sockets. */
class ServerTest {

  private static final String SLICE = "{port: 0, maxLine: 100000}";

  @Test
  void answersInTheOrderOfTheFrames() {
    try (var lines = new Lines(SLICE);
        var device = lines.connect()) {
      var open = new ConcurrentLinkedQueue<CompletableFuture<Receipt>>();
      lines.host.answer =
          uplink -> {
            var later = new CompletableFuture<Receipt>();
            open.add(later);
            return later;
          };
      device.say("1\n2\nname A\n3\nsilent\n");
      await().until(() -> open.size() == 4);
      List<CompletableFuture<Receipt>> receipts = List.copyOf(open);
      receipts.get(3).complete(new Receipt.Stored());
      receipts.get(2).complete(new Receipt.Stored());
      receipts.get(1).complete(new Receipt.Rejected(Receipt.Reason.CONVERTER, "NaN"));
      receipts.get(0).completeExceptionally(new IllegalStateException("stopped"));
      device.hears("ERROR UNAVAILABLE\nERROR CONVERTER\nHELLO\nOK\n");
    }
  }

  @Test
  void takesBytesInAnyPieces() {
    try (var lines = new Lines(SLICE);
        var device = lines.connect()) {
      for (char each : "1\r\nname B\n2\n".toCharArray()) {
        device.say(String.valueOf(each));
      }
      device.hears("OK\nHELLO\nOK\n");
      device.say("3\n4\n5\n").hears("OK\nOK\nOK\n");
      assertThat(lines.host.texts()).containsExactly("1", "2", "3", "4", "5");
      await().until(() -> lines.host.sent.get() == "OK\nHELLO\nOK\nOK\nOK\nOK\n".length());
      assertThat(lines.host.received).hasValue("1\r\nname B\n2\n3\n4\n5\n".length());
    }
  }

  @Test
  void takesManyFramesOfOneWriteAndLosesNoneAtTheEnd() {
    List<String> numbers = IntStream.range(0, 20_000).mapToObj(Integer::toString).toList();
    try (var lines = new Lines("{port: 0, maxLine: 100, maxUnansweredPerConnection: 8}");
        var device = lines.connect()) {
      var reader =
          CompletableFuture.supplyAsync(
              () -> {
                device.hears("OK\n".repeat(numbers.size())).hearsTheEnd();
                return true;
              });
      device.say(String.join("\n", numbers) + "\n");
      device.ends();
      assertThat(reader.orTimeout(20, SECONDS).join()).isTrue();
      assertThat(lines.host.texts()).isEqualTo(numbers);
      await().until(() -> lines.host.told.contains("closed 1 DEVICE"));
    }
  }

  @Test
  void goesOnAfterAFaultAndEndsWhenItCannot() {
    try (var lines = new Lines("{port: 0, maxLine: 10}");
        var device = lines.connect()) {
      device.say("x".repeat(50) + "\n1\nthrow\n2\n");
      device.hears("FAULT TOO_LONG\nOK\nFAULT MALFORMED\nOK\n");
      device.say("3\nbye\n4\n").hears("OK\nBYE\n").hearsTheEnd();
      assertThat(lines.host.texts()).containsExactly("1", "2", "3");
      assertThat(lines.host.told).contains("fault 1 TOO_LONG", "fault 1 MALFORMED");
      assertThat(lines.transport.health().detail()).contains("2 bad frames");
    }
  }

  @Test
  void givesTheLastAnswerToAPeerThatGoesOnSending() {
    try (var lines = new Lines(SLICE);
        var device = lines.connect()) {
      lines.host.hold();
      device.say("1\nbye\n" + "x".repeat(50_000));
      await().until(() -> lines.host.count() == 1);
      device.say("x".repeat(50_000));
      lines.host.release();
      device.hears("OK\nBYE\n").hearsTheEnd();
    }
  }

  @Test
  void sendsDownlinksWhereTheDeviceIs() {
    try (var lines = new Lines(SLICE);
        var first = lines.connect()) {
      TransportException refused = refusal(lines, "A");
      assertThat(refused.kind()).isEqualTo(TransportException.Kind.UNAVAILABLE);
      assertThat(refused).hasMessageStartingWith("device 'A' has not been heard");
      first.say("name A\n").hears("HELLO\n");
      await().until(() -> lines.host.told.contains("connected A"));
      downlink(lines, "A").join();
      first.hears("do");
      try (var second = lines.connect()) {
        second.say("name A\n").hears("HELLO\n");
        downlink(lines, "A").join();
        second.hears("do");
        first.leaves();
        await().until(() -> lines.host.told.contains("closed 1 DEVICE"));
        assertThat(lines.host.told).doesNotContain("disconnected A");
      }
      await().until(() -> lines.host.told.contains("disconnected A"));
      refusal(lines, "A");
    }
  }

  @Test
  void learnsDevicesFromReceipts() {
    try (var lines = new Lines(SLICE);
        var device = lines.connect()) {
      lines.host.answer =
          uplink -> CompletableFuture.completedFuture(new Receipt.Stored(List.of("B", "C")));
      device.say("1\n").hears("OK\n");
      downlink(lines, "C").join();
      device.hears("do");
      device.say("name D\n").hears("HELLO\n");
      await().until(() -> lines.host.told.contains("disconnected B"));
      refusal(lines, "C");
    }
  }

  @Test
  void closesTheFormerSessionOfADevice() {
    try (var lines = new Lines(new FakeHost(SLICE), KitTransport.Builder::oneSessionPerDevice);
        var first = lines.connect().say("name A\n").hears("HELLO\n");
        var second = lines.connect().say("name A\n").hears("HELLO\n")) {
      first.hearsTheEnd();
      second.say("1\n").hears("OK\n");
      await().until(() -> lines.host.told.contains("closed 1 LIMIT"));
      assertThat(lines.host.told).doesNotContain("disconnected A");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxUnanswered: 4", "maxUnansweredPerConnection: 4"})
  void stopsReadingWhileTheHostIsSlow(String limit) {
    try (var lines = new Lines("{port: 0, maxLine: 100, " + limit + "}");
        var device = lines.connect()) {
      lines.host.hold();
      device.say("1\n".repeat(50));
      await().until(() -> lines.host.count() == 4);
      await().until(() -> lines.host.told.contains("paused 1 true"));
      assertThat(lines.host.count()).isEqualTo(4);
      lines.host.release();
      device.hears("OK\n".repeat(50));
      await().until(() -> lines.host.told.contains("paused 1 false"));
    }
  }

  @Test
  void goesOnInWhateverOrderReceiptsCome() {
    try (var lines = new Lines("{port: 0, maxLine: 100, maxUnansweredPerConnection: 4}");
        var device = lines.connect()) {
      for (int i = 1; i <= 40; i++) {
        int published = 50 * (i - 1) + 4;
        lines.host.hold();
        device.say("1\n".repeat(50));
        await().pollInterval(1, MILLISECONDS).until(() -> lines.host.count() == published);
        lines.host.release();
        device.hears("OK\n".repeat(50));
      }
    }
  }

  @Test
  void pausesAndGoesOn() {
    try (var lines = new Lines(SLICE);
        var device = lines.connect()) {
      device.say("name A\n").hears("HELLO\n");
      lines.transport.pause(true);
      await().until(() -> lines.host.told.contains("paused 1 true"));
      device.say("1\n");
      downlink(lines, "A").join();
      device.hears("do");
      try (var later = lines.connect()) {
        later.say("2\n");
        assertThat(lines.host.count()).isZero();
        lines.transport.pause(false);
        device.hears("OK\n");
        later.hears("OK\n");
      }
    }
  }

  @Test
  void closesWhoIsSilentLateOrUnfinished() {
    try (var lines =
            new Lines(
                "{port: 0, maxLine: 100, idleTimeoutSeconds: 1, loginTimeoutSeconds: 4,"
                    + " frameTimeoutSeconds: 1}");
        var waiting = lines.connect()) {
      lines.host.hold();
      waiting.say("1\n");
      await().until(() -> lines.host.count() == 1);
      try (var unfinished = lines.connect().say("abc")) {
        unfinished.hears("FAULT TIMEOUT\n").hearsTheEnd();
        await().until(() -> lines.host.told.contains("closed 2 ERROR"));
      }
      try (var silent = lines.connect()) {
        silent.hearsTheEnd();
      }
      lines.host.release();
      waiting.hears("OK\n").hearsTheEnd();
      assertThat(lines.host.told).contains("fault 2 TIMEOUT");
      await().until(() -> lines.host.told.containsAll(List.of("closed 1 IDLE", "closed 3 IDLE")));
    }
  }

  @Test
  void closesWhoTakesNoAnswers() {
    try (var lines = new Lines("{port: 0, maxLine: 100, writeTimeoutSeconds: 1, soSndBuf: 1}");
        var device = lines.connect()) {
      var writer =
          CompletableFuture.runAsync(
              () -> {
                try {
                  while (true) {
                    device.say("1\n".repeat(1000));
                  }
                } catch (UncheckedIOException closed) {
                  // As it should be.
                }
              });
      writer.orTimeout(20, SECONDS).join();
      assertThat(lines.host.told).contains("fault 1 TIMEOUT", "closed 1 ERROR");
    }
  }

  @Test
  void admitsAsManyAsItMay() {
    try (var lines = new Lines("{port: 0, maxLine: 100, maxConnections: 2}");
        var first = lines.connect().say("1\n").hears("OK\n");
        var second = lines.connect().say("2\n").hears("OK\n")) {
      try (var third = lines.connect()) {
        third.hearsTheEnd();
      }
      assertThat(lines.transport.health().detail()).contains("2 connections, 1 refused");
      assertThat(lines.host.told).contains("refused LIMIT");
      first.leaves();
      await().until(() -> lines.transport.health().detail().contains("1 connections"));
      try (var fourth = lines.connect()) {
        fourth.say("4\n").hears("OK\n");
        second.say("5\n").hears("OK\n");
      }
    }
  }

  @Test
  void answersWhatItTookBeforeItStops() {
    try (var lines = new Lines(SLICE);
        var device = lines.connect();
        var silent = lines.connect().say("0\n").hears("OK\n")) {
      lines.host.hold();
      device.say("1\n");
      await().until(() -> lines.host.count() == 2);
      var stopped = lines.transport.stop().toCompletableFuture();
      silent.hearsTheEnd();
      lines.host.release();
      device.hears("OK\n").hearsTheEnd();
      stopped.orTimeout(20, SECONDS).join();
      assertThat(lines.transport.health()).isEqualTo(Health.down("stopped"));
      assertThat(lines.host.taken()).isZero();
    }
  }

  @Test
  void publishesEveryFrameOfAPeerThatGetsNoAnswers() {
    try (var lines = new Lines("{port: 0, maxLine: 100, maxUnanswered: 4}");
        var device = lines.connect()) {
      lines.host.hold();
      device.say("silent\n".repeat(100));
      await().until(() -> lines.host.count() == 4);
      var stopped = lines.transport.stop().toCompletableFuture();
      lines.host.release();
      device.hearsTheEnd();
      stopped.orTimeout(20, SECONDS).join();
      assertThat(lines.host.count()).isEqualTo(100);
    }
  }

  @Test
  void tellsOfFramesForWhichTheHostHadNoRoom() {
    try (var log = new CapturedLog();
        var lines = new Lines("{port: 0, maxLine: 100, maxUnansweredPerConnection: 1}");
        var device = lines.connect()) {
      lines.host.hold();
      device.say("silent\nsilent\n");
      await().until(() -> lines.host.count() == 1);
      lines.stop();
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("connection 1 from", "ended while the host did not take messages");
    }
  }

  @Test
  void leavesNoThreadBehind() {
    var before = Thread.getAllStackTraces().keySet();
    try (var lines = new Lines(SLICE);
        var device = lines.connect()) {
      device.say("1\n").hears("OK\n");
      assertThat(threads(before)).isNotEmpty();
      lines.stop();
      await().until(() -> threads(before).isEmpty());
    }
  }

  private static List<String> threads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("plugin-lines-"))
        .toList();
  }

  @Test
  void namesWhoHasThePort() {
    try (var lines = new Lines(SLICE)) {
      int port = lines.transport.port();
      List<Throwable> failures = new ArrayList<>();
      try (var second = new Lines("{maxLine: 10, port: " + port + "}")) {
        assertThat(second).isNull();
      } catch (CompletionException e) {
        failures.add(e.getCause());
      }
      assertThat(failures)
          .singleElement()
          .isInstanceOf(TransportException.class)
          .asString()
          .contains(
              "port " + port + " is already in use by integration 'test', transport 'transport'");
    }
  }

  private static CompletableFuture<Void> downlink(Lines lines, String device) {
    return lines
        .transport
        .downlink(new Downlink(device, ContentType.TEXT, new byte[] {'d', 'o'}, Map.of()))
        .toCompletableFuture()
        .orTimeout(20, SECONDS);
  }

  private static TransportException refusal(Lines lines, String device) {
    try {
      downlink(lines, device).join();
    } catch (CompletionException e) {
      return (TransportException) e.getCause();
    }
    throw new AssertionError("the downlink was not refused");
  }
}
