package io.integrationhost.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpoolStoreTest {

  private static final SpoolOptions OPTIONS = SpoolOptions.ofSize(1 << 20).withSegmentBytes(4096);

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void recordsSurviveARestart(Durability durability) throws Exception {
    SpoolOptions options = OPTIONS.withDurability(durability);
    try (SpoolStore store = SpoolStore.open(directory);
        ReadingLog spool = store.open("yard", options)) {
      for (int i = 0; i < 150; i++) {
        assertThat(append(spool, "record " + i)).isEqualTo(i);
      }
      assertThat(read(spool, 10)).hasSize(10).startsWith("record 0");
      spool.trimTo(5);
      assertThat(spool.stats().records()).isEqualTo(145);
    }
    try (SpoolStore store = SpoolStore.open(directory);
        ReadingLog spool = store.open("yard", options)) {
      assertThat(spool.stats().records()).isEqualTo(145);
      assertThat(append(spool, "more")).isEqualTo(150);
      List<String> all = read(spool, 1000);
      assertThat(all)
          .hasSize(146)
          .startsWith("record 5", "record 6")
          .endsWith("record 149", "more");
      assertThat(spool.stats().losses()).isEqualTo(SpoolLosses.NONE);
    }
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void whatIsStoredForAllSpoolsIsCounted(Durability durability) throws Exception {
    SpoolOptions options = OPTIONS.withDurability(durability);
    try (SpoolStore store = SpoolStore.open(directory);
        ReadingLog yard = store.open("yard", options);
        ReadingLog hall = store.open("hall", options)) {
      assertThat(store.commits().writtenBytes()).isZero();
      long before = System.currentTimeMillis();
      append(yard, "one");
      append(hall, "two");
      append(hall, "three");
      // A group is counted when all who waited for it have been told.
      await().until(() -> store.commits().items().sum() == 3);
      CommitFigures commits = store.commits();
      assertThat(commits.writtenBytes()).isGreaterThanOrEqualTo(11 + 3 * Frame.OVERHEAD);
      assertThat(commits.durations().sum()).isPositive();
      assertThat(hall.read(1, 1_000).get(0).appendedAt())
          .isBetween(before, System.currentTimeMillis());
    }
  }

  @Test
  void afterADrainTheDiskHoldsOneSegment() throws Exception {
    try (SpoolStore store = SpoolStore.open(directory);
        ReadingLog spool = store.open("yard", OPTIONS.withDurability(Durability.NONE))) {
      for (int i = 0; i < 1000; i++) {
        append(spool, "record " + i);
      }
      assertThat(spool.stats().diskBytes()).isGreaterThan(30_000);
      spool.trimTo(1000);
      await().until(() -> spool.stats().diskBytes() <= 4096);
      assertThat(spool.stats().records()).isZero();
      assertThat(spool.stats().bytes()).isZero();
      assertThat(spool.stats().oldest()).isEmpty();
      assertThat(segments("yard")).hasSize(1);
    }
    try (SpoolStore store = SpoolStore.open(directory);
        ReadingLog spool = store.open("yard", OPTIONS)) {
      await().until(() -> segments("yard").isEmpty());
      assertThat(append(spool, "next")).isEqualTo(1000);
      assertThat(read(spool, 10)).containsExactly("next");
    }
  }

  @Test
  void rewindsToTheFirstRecordThatIsNotTrimmed() throws Exception {
    try (SpoolStore store = SpoolStore.open(directory);
        ReadingLog spool = store.open("yard", OPTIONS.withDurability(Durability.NONE))) {
      for (int i = 0; i < 20_000; i++) {
        spool
            .append(("record " + i).getBytes(UTF_8))
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
      }
      int trimmed = 0;
      while (trimmed < 20_000) {
        assertThat(read(spool, 700)).startsWith("record " + trimmed);
        trimmed += 333;
        spool.trimTo(trimmed);
        spool.rewind();
      }
      assertThat(read(spool, 700)).isEmpty();
    }
  }

  @Test
  void tellsTheReader() throws Exception {
    try (SpoolStore store = SpoolStore.open(directory);
        ReadingLog spool = store.open("yard", OPTIONS)) {
      AtomicInteger told = new AtomicInteger();
      spool.onReadable(told::incrementAndGet);
      append(spool, "a");
      await().untilAtomic(told, org.hamcrest.Matchers.is(1));
      append(spool, "b");
      assertThat(read(spool, 10)).hasSize(2);
      assertThat(read(spool, 10)).isEmpty();
      append(spool, "c");
      await().untilAtomic(told, org.hamcrest.Matchers.is(2));
      assertThat(read(spool, 10)).hasSize(1);
      assertThat(read(spool, 10)).isEmpty();
      spool.rewind();
      assertThat(told).hasValue(3);
    }
  }

  @Test
  void keepsSpoolsApartWhateverTheirNames() throws Exception {
    List<String> names = List.of("yard", "..", "a/b", "a%2Fb", "Grüße", ".");
    try (SpoolStore store = SpoolStore.open(directory)) {
      for (String name : names) {
        append(store.open(name, OPTIONS), name);
      }
    }
    try (SpoolStore store = SpoolStore.open(directory)) {
      for (String name : names) {
        assertThat(read(store.open(name, OPTIONS), 10)).containsExactly(name);
      }
      assertThatThrownBy(() -> store.open("yard", OPTIONS)).hasMessageContaining("open already");
      assertThatThrownBy(() -> store.open("", OPTIONS)).hasMessageContaining("a name needs");
    }
  }

  @Test
  void aClosedSpoolRefusesAndCanBeOpenedAgain() throws Exception {
    try (SpoolStore store = SpoolStore.open(directory)) {
      ReadingLog spool = store.open("yard", OPTIONS);
      append(spool, "a");
      spool.close();
      spool.close();
      assertThatThrownBy(() -> append(spool, "b")).hasMessageContaining("'yard' is closed");
      assertThat(spool.read(5, 5)).isEmpty();
      spool.trimTo(1);
      spool.rewind();
      assertThat(spool.stats().health().state()).isEqualTo(SpoolHealth.State.CLOSED);
      assertThat(read(store.open("yard", OPTIONS), 5)).containsExactly("a");
    }
  }

  @Test
  void refusesADirectoryThatIsInUse() {
    try (SpoolStore store = SpoolStore.open(directory)) {
      assertThat(store).isNotNull();
      assertThatThrownBy(() -> SpoolStore.open(directory))
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining("in use by another process")
          .hasMessageContaining(directory.toString());
    }
    SpoolStore.open(directory).close();
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void keepsOrderAndCountsUnderLoad(Durability durability) throws Exception {
    SpoolOptions options =
        SpoolOptions.ofSize(256 << 10).withSegmentBytes(8192).withDurability(durability);
    try (SpoolStore store = SpoolStore.open(directory);
        ReadingLog spool = store.open("yard", options)) {
      new SpoolStress(spool, 16, 1_000).run();
    }
  }

  private List<Path> segments(String spool) throws Exception {
    return new RealDisk().list(StoreLayout.spool(directory, spool), SegmentFiles.SUFFIX);
  }

  private static long append(ReadingLog spool, String text) throws Exception {
    return spool.append(text.getBytes(UTF_8)).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static List<String> read(ReadingLog spool, int records) {
    List<String> texts = new ArrayList<>();
    spool
        .read(records, Long.MAX_VALUE)
        .forEach(entry -> texts.add(new String(entry.record(), UTF_8)));
    return texts;
  }
}
