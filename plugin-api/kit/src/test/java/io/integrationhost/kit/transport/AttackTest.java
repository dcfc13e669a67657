package io.integrationhost.kit.transport;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The attacks that a port must bear, small enough for each build; {@code -Dkit.attackers=9900}
 * makes them as large as a machine has file handles, and says how fast the good device is served.
 */
class AttackTest {

  private static final int ATTACKERS = Integer.getInteger("kit.attackers", 100);
  private static final int LARGE = 60_000;
  private static final String MESSAGE = "x".repeat(LARGE);

  private final ExecutorService threads = Executors.newFixedThreadPool(3);
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    threads.shutdownNow();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /** X1: messages that do not end. */
  @Test
  void servesOthersWhileMessagesThatDoNotEndFillTheMemory() throws Exception {
    String slice = "{port: 0, maxLine: 100000, maxBufferedBytes: 1 MiB}";
    try (var attacked = new Lines(slice);
        var good = attacked.connect().say("1\n").hears("OK\n")) {
      List<TestDevice> attackers = new ArrayList<>();
      for (int i = 0; i < ATTACKERS; i++) {
        TestDevice attacker = attacked.connect().say("1\n").hears("OK\n");
        attackers.add(attacker);
        open.add(attacker);
        attacker.say(MESSAGE);
      }
      await().until(() -> attacked.transport.health().status() == Health.Status.DEGRADED);
      assertThat(attacked.transport.health().detail()).contains("maxBufferedBytes");
      times("X1", 200, () -> good.say("25,").say("40\n").hears("OK\n"));
      // Also one with a large message, as soon as there are older ones than its own.
      await()
          .until(
              () -> {
                try (var newcomer = attacked.connect().say(MESSAGE).say("\n")) {
                  newcomer.hears("OK\n");
                  return true;
                } catch (AssertionError | UncheckedIOException shed) {
                  return false;
                }
              });
      assertThat(attacked.host.mostMemory).hasValueLessThanOrEqualTo(1024 * 1024);
      for (TestDevice attacker : attackers) {
        attacker.leaves();
      }
      await()
          .until(
              () ->
                  attacked.transport.health().detail().contains(" 1 connections")
                      || attacked.transport.health().status() == Health.Status.DEGRADED);
      attacked.host.pass(60);
      await().until(() -> attacked.transport.health().detail().contains(" 1 connections"));
      assertThat(attacked.transport.health().status()).isEqualTo(Health.Status.UP);
      good.leaves();
      await().until(() -> attacked.host.taken() == 0);
    }
  }

  /** W1: peers that send without pause and never read. */
  @Test
  void servesOthersBesidePeersThatNeverRead() throws Exception {
    int flooders = Math.min(ATTACKERS / 5, 200);
    try (var attacked = new Lines("{port: 0, maxLine: 100, maxUnanswered: 800}");
        var good = attacked.connect()) {
      attacked.host.answer = uplink -> CompletableFuture.supplyAsync(Receipt.Stored::new, threads);
      List<SocketChannel> attackers = new ArrayList<>();
      for (int i = 0; i < flooders; i++) {
        SocketChannel attacker =
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), attacked.transport.port()));
        attacker.configureBlocking(false);
        attackers.add(attacker);
        open.add(attacker);
      }
      var flood = CompletableFuture.runAsync(() -> flood(attackers), threads);
      await().until(() -> attacked.host.count() > 1_000);
      times("W1", 200, () -> good.say("good\n").hears("OK\n"));
      assertThat(flood).isNotDone();
    }
  }

  private static void flood(List<SocketChannel> attackers) {
    ByteBuffer lines = ByteBuffer.wrap("fl,1,1\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
    try {
      while (!Thread.currentThread().isInterrupted()) {
        for (SocketChannel attacker : attackers) {
          int unused = attacker.write(lines.duplicate());
        }
      }
    } catch (IOException closed) {
      // The test has ended.
    }
  }

  /** W2: connections that say nothing take all there are. */
  @Test
  void makesRoomForANewcomerWhenOthersSaidNothing() {
    var host = new ShiftedHost("{port: 0, maxLine: 100, maxConnections: " + (ATTACKERS + 1) + "}");
    try (var attacked = new Lines(host, builder -> builder);
        var good = attacked.connect().say("1\n").hears("OK\n")) {
      for (int i = 0; i < ATTACKERS; i++) {
        open.add(attacked.connect());
      }
      String full = " " + (ATTACKERS + 1) + " connections";
      await().until(() -> attacked.transport.health().detail().contains(full));
      try (var tooEarly = attacked.connect()) {
        tooEarly.hearsTheEnd();
      }
      host.forward(11);
      times(
          "W2",
          5,
          () -> {
            try (var newcomer = attacked.connect()) {
              newcomer.say("2\n").hears("OK\n");
              good.say("3\n").hears("OK\n");
            }
          });
      assertThat(host.told).contains("refused LIMIT");
    }
  }

  /** Of a port that is full of such as have spoken, the address that holds most gives. */
  @Test
  void makesRoomByWhoIsIdleLongest() {
    var host = new ShiftedHost("{port: 0, maxLine: 100, maxConnections: 2}");
    try (var lines = new Lines(host, builder -> builder);
        var idle = lines.connect().say("1\n").hears("OK\n");
        var busy = lines.connect().say("1\n").hears("OK\n")) {
      host.forward(200);
      busy.say("2\n").hears("OK\n");
      host.forward(200);
      try (var newcomer = lines.connect().say("3\n").hears("OK\n");
          var another = lines.connect()) {
        idle.hearsTheEnd();
        another.hearsTheEnd();
        busy.say("4\n").hears("OK\n");
        newcomer.say("5\n").hears("OK\n");
      }
    }
  }

  private static void times(String name, int count, Runnable turn) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      turn.run();
      times.add(MILLISECONDS.convert(System.nanoTime() - begin, TimeUnit.NANOSECONDS));
    }
    if (Integer.getInteger("kit.attackers") != null) {
      times.sort(null);
      System.out.printf(
          "%s with %d attackers: p50 %d ms, p99 %d ms, most %d ms%n",
          name, ATTACKERS, times.get(count / 2), times.get(count * 99 / 100), times.get(count - 1));
    }
  }
}
