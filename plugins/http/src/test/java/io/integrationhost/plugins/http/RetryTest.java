package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients that come again when they are told to get everything through. */
class RetryTest {

  private static final int CLIENTS = 4;
  private static final int READINGS = 100;

  private final Queue<String> stored = new ConcurrentLinkedQueue<>();

  /** Takes one of three, and refuses the others as a full host and as one without converter do. */
  private CompletionStage<Receipt> answer(Uplink uplink, int number) {
    if (number == 0) {
      stored.add(new String(((Uplink.Payload) uplink).bytes(), StandardCharsets.UTF_8));
      return CompletableFuture.completedFuture(new Receipt.Stored());
    }
    return CompletableFuture.completedFuture(
        new Receipt.Rejected(
            number == 1 ? Receipt.Reason.OVERLOADED : Receipt.Reason.UNAVAILABLE, "not now"));
  }

  /** Over one connection, in order; how often it was told to come again. */
  private static int sendAll(Running running, int client) throws IOException {
    int repeated = 0;
    try (RawClient connection = running.connect()) {
      for (int number = 0; number < READINGS; ) {
        RawClient.Answer answer =
            connection.post(running.path(), "{\"n\":\"" + client + "-" + number + "\"}").answer();
        if (answer.status() / 100 == 2) {
          number++;
        } else {
          assertThat(answer.status()).isEqualTo(503);
          assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
          repeated++;
        }
      }
    }
    return repeated;
  }

  @Test
  void whoComesAgainGetsEverythingThrough() throws Exception {
    var random = new Random(1);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (var running = new Running("HTTP", "{}", "")) {
      running.uplinks.answer(
          uplink -> {
            synchronized (random) {
              return answer(uplink, random.nextInt(3));
            }
          });
      List<Future<Integer>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int number = client;
        all.add(clients.submit(() -> sendAll(running, number)));
      }
      int repeated = 0;
      for (Future<Integer> each : all) {
        repeated += each.get();
      }
      assertThat(repeated).as("told to come again").isGreaterThan(CLIENTS * READINGS);
      for (int client = 0; client < CLIENTS; client++) {
        String own = "{\"n\":\"" + client + "-";
        assertThat(stored.stream().filter(each -> each.startsWith(own)))
            .containsExactlyElementsOf(
                IntStream.range(0, READINGS).mapToObj(n -> own + n + "\"}").toList());
      }
    } finally {
      clients.shutdownNow();
    }
  }
}
