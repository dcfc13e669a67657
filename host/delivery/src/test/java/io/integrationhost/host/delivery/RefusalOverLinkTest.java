package io.integrationhost.host.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.host.deadletter.DeadLetter;
import io.integrationhost.host.deadletter.DeadLetterArchive;
import io.integrationhost.host.deadletter.DeadLetterLimits;
import io.integrationhost.host.deadletter.DeadLetterStore;
import io.integrationhost.remote.Backoff;
import io.integrationhost.remote.Credentials;
import io.integrationhost.remote.Link;
import io.integrationhost.remote.LinkChannels;
import io.integrationhost.remote.LinkListener;
import io.integrationhost.remote.LinkSettings;
import io.integrationhost.remote.ServerAddress;
import io.integrationhost.remote.UplinkAnswer;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.remote.UplinkMessage;
import io.integrationhost.spool.ReadingLog;
import io.integrationhost.spool.SpoolOptions;
import io.integrationhost.spool.SpoolStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spool, suspects and letters on a disk, a link over the network, and a server in trouble. */
final class RefusalOverLinkTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final UplinkCodec CODEC = new UplinkCodec();

  @TempDir private Path data;
  private final Emulator emulator =
      Emulator.start(
          EmulatorSettings.builder()
              .port(0)
              .integration(EmulatedIntegration.builder("yard", "secret").build())
              .build());
  private final IntegrationHandle server = emulator.integration("yard");
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final LinkChannels links = new LinkChannels();
  private Host host;

  @BeforeEach
  void start() {
    host = new Host(20);
  }

  @AfterEach
  void stop() {
    host.close();
    links.close();
    threads.shutdownNow();
    emulator.close();
  }

  @Test
  void aServerThatRefusesEverythingForSecondsCostsNothing() {
    server.answers(AnswerPolicy.standard().failAlways("database away"));
    for (int i = 0; i < 3000; i++) {
      host.append(i, "d" + i % 10);
    }
    await().atMost(PATIENCE).until(() -> host.problem().contains("database away"));
    server.answers(AnswerPolicy.standard().failAlways("cache away"));
    await().atMost(PATIENCE).until(() -> host.problem().contains("cache away"));
    server.answers(AnswerPolicy.standard());
    awaitNumbers(3000, Set.of());
    await().atMost(PATIENCE).until(() -> host.spool.stats().records() == 0);
    assertThat(host.deadLetters()).isZero();
    await().atMost(PATIENCE).until(() -> host.problem().isEmpty());
  }

  @Test
  void onePoisonousReadingSurvivesAKillAndBecomesOneLetter() throws Exception {
    server.answers(AnswerPolicy.standard().failWhere(item -> holds(item, 1234), "cannot be saved"));
    for (int i = 0; i < 3000; i++) {
      host.append(i, "d" + i % 10);
    }
    awaitNumbers(3000, Set.of(1234L));
    await().atMost(PATIENCE).until(() -> host.spool.stats().records() == 0);
    host.close();
    assertThat(files("suspects/yard")).isEqualTo(1);
    assertThat(files("dead-letters/yard")).isZero();

    host = new Host(200);
    for (int i = 3000; host.deadLetters() == 0; i++) {
      host.append(i, "d");
      await().pollInterval(Duration.ofMillis(50)).until(() -> host.spool.stats().records() == 0);
    }
    await().atMost(PATIENCE).until(() -> files("suspects/yard") == 0);
    assertThat(files("dead-letters/yard")).isEqualTo(1);
  }

  @Test
  void aReadingThatCutsTheStreamIsFoundAndTheOthersArrive() {
    server.answers(AnswerPolicy.standard().cutWhere(item -> holds(item, 7)));
    for (int i = 0; i < 20; i++) {
      host.append(i, "d" + i % 3);
    }
    awaitNumbers(20, Set.of(7L));
    await().atMost(PATIENCE).until(() -> host.spool.stats().records() == 0);
    assertThat(host.deadLetters()).isZero();
  }

  private void awaitNumbers(int count, Set<Long> but) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Set<Object> numbers = new HashSet<>();
              server
                  .received()
                  .forEach(
                      item ->
                          item.telemetry()
                              .forEach(reading -> numbers.add(reading.values().get("n"))));
              assertThat(numbers).hasSize(count - but.size());
              but.forEach(number -> assertThat(numbers).doesNotContain(number));
            });
  }

  private static boolean holds(ReceivedItem item, long number) {
    return item.telemetry().stream()
        .anyMatch(reading -> Long.valueOf(number).equals(reading.values().get("n")));
  }

  private long files(String folder) {
    try (Stream<Path> files = Files.list(data.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".json")).count();
    } catch (java.nio.file.NoSuchFileException e) {
      return 0;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** What of a host delivers. */
  private final class Host implements AutoCloseable, UplinkSender {
    private final SpoolStore store = SpoolStore.open(data.resolve("spool"));
    private final ReadingLog spool = store.open("yard", SpoolOptions.ofSize(16 << 20));
    private final DeadLetterStore letters = new DeadLetterStore(data, DeadLetterLimits.defaults());
    private final DeliveryCounters counters = new DeliveryCounters();
    private final AtomicReference<Link> link = new AtomicReference<>();
    private final Deliverer deliverer;

    Host(int sooner) {
      deliverer =
          new Deliverer(
              "yard",
              spool,
              this,
              new BatchSettings(100, 1 << 20),
              new Refusals(
                  RefusalRules.standard().sooner(sooner),
                  new SuspectFolder("yard", data, threads),
                  (item, reason) ->
                      letters.add(DeadLetter.refused("yard", Instant.now(), reason, item))),
              counters,
              threads,
              System::nanoTime);
      spool.onReadable(deliverer::wake);
      LinkSettings settings =
          new LinkSettings(
              "yard",
              new ServerAddress("127.0.0.1", emulator.port(), Optional.empty()),
              new Credentials("yard", "secret"),
              "[test]",
              16,
              Duration.ofSeconds(30),
              Duration.ofSeconds(30),
              new Backoff(
                  new Backoff.Steps(Duration.ofMillis(10), Duration.ofMillis(50)),
                  new Backoff.Steps(Duration.ofMillis(10), Duration.ofMillis(50))));
      link.set(
          links.open(
              settings,
              new LinkListener() {
                @Override
                public void writable() {
                  deliverer.wake();
                }
              }));
      link.get().start();
    }

    void append(long number, String device) {
      spool
          .append(CODEC.encode(Rig.telemetry(device, "sensor", number)))
          .toCompletableFuture()
          .join();
    }

    String problem() {
      return deliverer.problem().orElse("");
    }

    int deadLetters() {
      try {
        return new DeadLetterArchive(data).letters().size();
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public boolean isWritable() {
      return link.get() != null && link.get().isWritable();
    }

    @Override
    public CompletionStage<UplinkAnswer> send(List<byte[]> items) {
      return link.get() == null
          ? CompletableFuture.failedFuture(new IllegalStateException("no link"))
          : link.get().send(UplinkMessage.of(items));
    }

    @Override
    public void close() {
      link.get().close().toCompletableFuture().join();
      spool.close();
      store.close();
      letters.close();
    }
  }
}
