package io.integrationhost.plugins.tcp;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many messages under way, a slow host and a device that does not listen. */
class BackpressureTest {

  private static final int LIMIT = 8;

  private final RunningPlugin running =
      new RunningPlugin("{\"port\": 0, \"maxUnansweredPerConnection\": " + LIMIT + "}");
  private final ConcurrentLinkedQueue<CompletableFuture<Receipt>> open =
      new ConcurrentLinkedQueue<>();

  private final ExecutorService host = Executors.newFixedThreadPool(3);

  @AfterEach
  void stop() {
    host.shutdownNow();
    open.forEach(receipt -> receipt.complete(new Receipt.Stored()));
    running.close();
  }

  @Test
  void answersPipelinedReadingsInTheirOrder() throws IOException {
    running.uplinks.answer(this::later);
    try (TestDevice device = running.connect()) {
      device.say("1\n2\n3\n4\n");
      await().until(() -> open.size() == 4);
      List<CompletableFuture<Receipt>> receipts = List.copyOf(open);
      receipts.get(3).complete(new Receipt.NoContent());
      receipts.get(2).complete(new Receipt.Stored());
      receipts.get(1).complete(new Receipt.Rejected(Receipt.Reason.CONVERTER, "NaN"));
      await()
          .during(100, MILLISECONDS)
          .until(() -> device.socket.getInputStream().available() == 0);
      receipts.get(0).complete(new Receipt.Stored());
      device.expect("OK\nERROR\nOK\nNo Content\n");
    }
  }

  @Test
  void anErrorOfTheHostTakesNoPlaceForEver() throws IOException {
    int times = 3;
    AtomicInteger errors = new AtomicInteger(times);
    try (RunningPlugin narrow = new RunningPlugin("{\"port\": 0, \"maxUnanswered\": 1}")) {
      narrow.uplinks.answer(
          uplink -> {
            if (errors.getAndDecrement() > 0) {
              throw new OutOfMemoryError("on purpose");
            }
            return CompletableFuture.completedFuture(new Receipt.Stored());
          });
      try (TestDevice device = narrow.connect()) {
        device.say("1\n2\n3\n4\n5\n");
        device.expect("ERROR\n".repeat(times) + "OK\nOK\n");
      }
    }
  }

  @Test
  void stopsReadingAtTheLimitAndGoesOnWhenTheHostDoes() throws IOException {
    running.uplinks.answer(this::later);
    byte[] lines = "25,40,94\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    try (SocketChannel device = channel()) {
      long sent = writeUntilStalled(device, lines);
      assertThat(running.uplinks.count()).isEqualTo(LIMIT);

      running.uplinks.answerAlways(new Receipt.Stored());
      open.forEach(receipt -> receipt.complete(new Receipt.Stored()));
      await().until(() -> running.uplinks.count() == sent / 9);
      assertThat(running.uplinks.texts()).containsOnly("25,40,94");
    }
  }

  @Test
  void servesOthersWhileOneDeviceIsHeldBack() throws IOException {
    running.uplinks.answer(this::later);
    try (TestDevice held = running.connect();
        TestDevice other = running.connect()) {
      held.say("1\n".repeat(100));
      await().until(() -> running.uplinks.count() == LIMIT);
      running.uplinks.answerAlways(new Receipt.Stored());
      other.ask("2\n", "OK\n");
    }
  }

  @Test
  void neverHasMoreUnderWayThanAllowedToAllConnections() throws IOException {
    var underWay = new AtomicInteger();
    var most = new AtomicInteger();
    try (var small = new RunningPlugin("{port: 0, maxUnanswered: 4}");
        TestDevice first = small.connect();
        TestDevice second = small.connect();
        TestDevice third = small.connect()) {
      small.uplinks.answer(
          payload -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            return CompletableFuture.supplyAsync(
                () -> {
                  underWay.decrementAndGet();
                  return new Receipt.Stored();
                },
                host);
          });
      List<TestDevice> devices = List.of(first, second, third);
      for (TestDevice device : devices) {
        device.say("1\n".repeat(500));
      }
      for (TestDevice device : devices) {
        device.expect("OK\n".repeat(500));
        device.socket.shutdownOutput();
        device.expectEnd();
      }
      assertThat(most).hasValueLessThanOrEqualTo(4);
      assertThat(small.uplinks.count()).isEqualTo(1500);
    }
  }

  @Test
  void servesASmallDeviceBesideManyThatFlood() throws IOException {
    int flooders = 5;
    int mostBefore = 2 * flooders * 16;
    List<TestDevice> devices = new ArrayList<>();
    try (var small = new RunningPlugin("{port: 0, maxUnanswered: 1}");
        TestDevice device = small.connect()) {
      small.uplinks.hold();
      for (int i = 0; i < flooders; i++) {
        TestDevice flooder = small.connect();
        devices.add(flooder);
        flooder.say("flood\n".repeat(200));
      }
      device.say("small\n");
      for (int i = 1; i <= mostBefore; i++) {
        int count = i;
        await().pollInterval(1, MILLISECONDS).until(() -> small.uplinks.count() >= count);
        small.uplinks.release(1);
      }
      assertThat(small.uplinks.texts()).contains("small");
      small.uplinks.release();
    } finally {
      for (TestDevice flooder : devices) {
        flooder.close();
      }
    }
  }

  @Test
  void stopsReadingADeviceThatDoesNotReadItsAnswers() throws IOException {
    byte[] lines = "1\n".repeat(4000).getBytes(StandardCharsets.UTF_8);
    try (SocketChannel device = channel()) {
      long sent = writeUntilStalled(device, lines);
      assertThat((long) running.uplinks.count()).isLessThan(sent / 2);

      var heard = ByteBuffer.allocate(64 * 1024);
      var total = new AtomicLong();
      await()
          .until(
              () -> {
                int read = device.read(heard.clear());
                while (read > 0) {
                  total.addAndGet(read);
                  read = device.read(heard.clear());
                }
                return total.get() == sent / 2 * 3;
              });
      assertThat((long) running.uplinks.count()).isEqualTo(sent / 2);
    }
  }

  @Test
  void losesNothingOfAFastDeviceThatLeaves() throws IOException {
    running.uplinks.answer(payload -> CompletableFuture.supplyAsync(Receipt.Stored::new, host));
    List<String> numbers = IntStream.range(0, 20_000).mapToObj(Integer::toString).toList();
    try (TestDevice device = running.connect()) {
      var reader =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return device.socket.getInputStream().readAllBytes().length;
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              host);
      device.say(String.join("\n", numbers) + "\n");
      device.socket.shutdownOutput();
      assertThat(reader.orTimeout(20, SECONDS).join()).isEqualTo(numbers.size() * 3);
    }
    assertThat(running.uplinks.texts()).isEqualTo(numbers);
  }

  private CompletableFuture<Receipt> later(Uplink uplink) {
    var receipt = new CompletableFuture<Receipt>();
    open.add(receipt);
    return receipt;
  }

  private SocketChannel channel() throws IOException {
    SocketChannel device = SocketChannel.open();
    device.setOption(StandardSocketOptions.SO_SNDBUF, 32 * 1024);
    device.setOption(StandardSocketOptions.SO_RCVBUF, 32 * 1024);
    device.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), running.port()));
    device.configureBlocking(false);
    return device;
  }

  /** Writes lines until the socket has taken nothing for a while; says how many bytes it took. */
  private static long writeUntilStalled(SocketChannel device, byte[] lines) {
    var buffer = ByteBuffer.wrap(lines);
    var sent = new AtomicLong();
    await()
        .during(500, MILLISECONDS)
        .until(
            () -> {
              long before = sent.get();
              int written = device.write(buffer);
              while (written > 0) {
                sent.addAndGet(written);
                if (!buffer.hasRemaining()) {
                  buffer.rewind();
                }
                written = device.write(buffer);
              }
              return sent.get() == before;
            });
    return sent.get();
  }
}
