package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What clients do who mean no good, while a good one is served within a second. The long form:
 * {@code -Dhttp.idle=10000 -Dhttp.fuzz=1000000}.
 */
class AttackTest {

  private static final Duration SOON = Duration.ofSeconds(1);

  /** The heap holds what others do meanwhile, too. */
  private static final long MOST_BYTES_OF_ONE = 64 * 1024;

  private static void isServed(Running running) throws IOException {
    long start = System.nanoTime();
    assertThat(running.post("{\"t\":1}").status()).isEqualTo(204);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON.multipliedBy(5));
  }

  private static void closeAll(List<RawClient> clients) throws IOException {
    for (RawClient each : clients) {
      each.reset();
    }
  }

  @Test
  void requestsThatDoNotEndHoldNobodyUp() throws IOException {
    List<RawClient> slow = new ArrayList<>();
    try (var running =
        new Running("HTTP", "{}", ", frameTimeoutSeconds: 2, maxBufferedBytes: 1 MiB")) {
      for (int i = 0; i < 100; i++) {
        slow.add(running.connect().say("POST " + running.path() + " HTTP/1.1\r\nX-" + i + ": "));
      }
      String body =
          "POST " + running.path() + " HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n";
      for (int i = 0; i < 100; i++) {
        RawClient client = running.connect();
        slow.add(client);
        try {
          client.say(body + "x".repeat(50_000));
        } catch (SocketException wentAlready) {
          // There is no memory for all of them.
        }
      }
      isServed(running);
      for (RawClient each : slow.subList(0, 100)) {
        assertThat(each.answer().status()).isEqualTo(408);
      }
      isServed(running);
      closeAll(slow);
    }
  }

  @Test
  void whoIsIdleCostsLittle() throws IOException {
    int count = Integer.getInteger("http.idle", 200);
    try (var running = new Running("HTTP", "{}", ", maxConnections: " + (count + 10))) {
      isServed(running);
      long before = heapBytes();
      try (var idle = new IdleClients(running.port(), running.path(), count)) {
        long longest = 0;
        for (int i = 0; i < 100; i++) {
          long start = System.nanoTime();
          isServed(running);
          longest = Math.max(longest, System.nanoTime() - start);
        }
        long each = (heapBytes() - before) / count;
        System.out.printf(
            "%d idle connections: %d bytes of heap each; a device beside them waits %d ms at most%n",
            count, each, Duration.ofNanos(longest).toMillis());
        assertThat(each).as("bytes of a connection").isLessThan(MOST_BYTES_OF_ONE);
        assertThat(running.transport.health().status()).isEqualTo(Health.Status.UP);
        await("the end of the connections beside them")
            .untilAsserted(
                () ->
                    assertThat(running.transport.health().detail())
                        .contains(count + " connections"));
        idle.sendAgain();
      }
    }
  }

  private static long heapBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void aFullPortMakesRoom() throws IOException {
    List<RawClient> silent = new ArrayList<>();
    try (var running = new Running("HTTP", "{}", ", maxConnections: 10, loginTimeoutSeconds: 1")) {
      for (int i = 0; i < 10; i++) {
        silent.add(running.connect());
      }
      await().ignoreExceptions().untilAsserted(() -> isServed(running));
      closeAll(silent);
    }
  }

  @Test
  void nothingIsHiddenBehindARequest() throws IOException {
    try (var running = new Running("HTTP", "{}", "")) {
      String hidden =
          "POST "
              + running.path()
              + " HTTP/1.1\r\n"
              + "Host: a\r\n"
              + "Content-Type: text/plain\r\n"
              + "Content-Length: 6\r\n\r\n"
              + "hidden";
      for (String lines :
          List.of(
              "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
              "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
              "Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
              "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
              "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
              "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
              "X: a\nContent-Length: 5\r\n\r\n")) {
        try (RawClient client = running.connect()) {
          client.say("POST " + running.path() + " HTTP/1.1\r\nHost: a\r\n" + lines + hidden);
          assertThat(client.answer().status()).as(lines).isIn(400, 501);
          assertThat(client.isClosed()).as(lines).isTrue();
        }
      }
      assertThat(running.uplinks.count()).isZero();
    }
  }

  @Test
  void aFloodOfOneHoldsNoOtherUp() throws IOException {
    try (var running = new Running("HTTP", "{}", "");
        RawClient flooding = running.connect()) {
      // It never reads an answer.
      var flood = new Thread(() -> flood(flooding, running.path()), "flood");
      flood.setDaemon(true);
      flood.start();
      for (int i = 0; i < 20; i++) {
        isServed(running);
      }
      flooding.reset();
    }
  }

  private static void flood(RawClient client, String path) {
    try {
      for (int i = 0; i < 20_000; i++) {
        client.post(path, "{}");
      }
    } catch (IOException ended) {
      // The test is over.
    }
  }

  /** Whatever comes, an answer or an end, and the next client is served. */
  @Test
  void survivesAnything() throws IOException {
    var random = new Random(20_260_103);
    int count = Math.max(1, Integer.getInteger("http.fuzz", 1_000) / 10);
    try (var running = new Running("HTTP", "{}", ", frameTimeoutSeconds: 1")) {
      String good =
          "POST "
              + running.path()
              + " HTTP/1.1\r\n"
              + "Host: a\r\n"
              + "Content-Type: application/json\r\n"
              + "Content-Length: 7\r\n\r\n"
              + "{\"t\":1}";
      for (int i = 0; i < count; i++) {
        byte[] bytes = good.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        try (RawClient client = running.connect()) {
          client.say(bytes);
          client.endOutput();
          assertThat(client.answer().status()).isBetween(200, 599);
        } catch (EOFException | SocketException closed) {
          // An end is an answer, too.
        }
      }
      isServed(running);
    }
  }
}
