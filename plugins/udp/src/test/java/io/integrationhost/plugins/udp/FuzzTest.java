package io.integrationhost.plugins.udp;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Random datagrams of random senders, and downlinks between them. {@code -Dfuzz.datagrams=1000000}
 * for the long form, {@code -Dfuzz.seed=N} for one that failed.
 */
class FuzzTest {

  private static final List<String> KINDS = List.of("TEXT", "JSON", "BINARY", "HEX");

  private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final AtomicLong taken = new AtomicLong();

  /** Keeps nothing: there may be millions. */
  private CompletableFuture<Receipt> receipt(Uplink uplink) {
    taken.incrementAndGet();
    Uplink.Payload payload = (Uplink.Payload) uplink;
    if (payload.contentType().toString().equals("TEXT")) {
      assertIsJsonString(payload.bytes());
    }
    Receipt given =
        switch (random.nextInt(4)) {
          case 0 -> new Receipt.Rejected(Receipt.Reason.CONVERTER, "fuzz");
          case 1 -> new Receipt.NoContent();
          default -> new Receipt.Stored(List.of("D" + random.nextInt(50)));
        };
    return CompletableFuture.completedFuture(given);
  }

  private static void assertIsJsonString(byte[] bytes) {
    String json = new String(bytes, StandardCharsets.UTF_8);
    assertThat(json).startsWith("\"").endsWith("\"");
    assertThat(ConfigFactory.parseString("{\"a\":" + json + "}").getString("a")).isNotNull();
  }

  @Test
  void survivesWhateverComes() {
    int datagrams = Integer.getInteger("fuzz.datagrams", 1000);
    int each = Math.max(1, datagrams / 40);
    long due = 0;
    for (int done = 0; done < datagrams; done += each) {
      String kind = KINDS.get(done / each % KINDS.size());
      due += run(kind, Math.min(each, datagrams - done));
    }
    assertThat(taken).as("seed %s", seed).hasValue(due);
  }

  /** How many of them are messages. */
  private long run(String kind, int datagrams) {
    long due = 0;
    try (var port =
        new VirtualPort(
            "{clientConfiguration {cacheSize: 20, handlerConfiguration {handlerType: "
                + kind
                + "}}, maxDatagramLength: 60000, replies {onStored: OK, onRefused: NO}}")) {
      port.context.uplinks().answer(this::receipt);
      for (int i = 0; i < datagrams; i++) {
        byte[] datagram = datagram();
        boolean says = datagram.length > 0 || kind.equals("JSON") || kind.equals("HEX");
        due += says && datagram.length <= 60_000 ? 1 : 0;
        port.device(random.nextInt(40)).say(datagram);
        if (random.nextInt(10) == 0) {
          var sent = port.downlink("D" + random.nextInt(60), "x").toCompletableFuture();
          port.context.run();
          assertThat(sent).as("seed %s", seed).isDone();
        }
      }
      assertThat(port.context.wire().open()).hasSizeLessThanOrEqualTo(20);
    }
    return due;
  }

  private byte[] datagram() {
    int length =
        switch (random.nextInt(10)) {
          case 0 -> 0;
          case 1 -> random.nextInt(65_508);
          default -> random.nextInt(200);
        };
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    if (random.nextInt(3) == 0) {
      byte[] text = Bytes.utf8("{\"a\":\"\\u00e9\\\\\"}\r\n\u0001é😀");
      System.arraycopy(text, 0, bytes, 0, Math.min(text.length, length));
    }
    return bytes;
  }
}
