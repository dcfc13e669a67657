package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.spool.HookedDisk.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BoundsTest {

  private static final int MAX_BYTES = 16_000;
  private static final SpoolOptions OPTIONS =
      SpoolOptions.ofSize(MAX_BYTES).withSegmentBytes(2000).withDurability(Durability.NONE);

  private static final Instant TODAY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration AGE = Duration.ofSeconds(1);

  private final MemoryDisk disk = new MemoryDisk();
  private final MovableClock clock = new MovableClock();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong checks = new AtomicLong();

  @Test
  void aFullSpoolMakesAppendsWaitUntilSomethingIsTrimmed() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      List<CompletableFuture<Long>> appends = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        appends.add(log.append(new byte[400]));
      }
      await().until(() -> log.spool().stats().diskBytes() > MAX_BYTES - 500);
      assertThat(disk.used()).as("with the cursor").isLessThan(MAX_BYTES + 4 * 4096);
      assertThat(appends.get(99)).isNotDone();
      long stored = log.spool().stats().records();
      assertThat(log.spool().stats().waiting()).isEqualTo(100 - stored);
      assertThat(log.spool().stats().bytes()).isEqualTo(stored * 400);

      long position = 0;
      while (position < 100) {
        for (StoredRecord entry : log.spool().read(10, 10_000)) {
          assertThat(entry.position()).isEqualTo(position++);
        }
        log.spool().trimTo(position);
        assertThat(log.spool().stats().diskBytes()).isLessThanOrEqualTo(MAX_BYTES);
      }
      assertThat(appends.get(99)).isCompletedWithValue(99L);
      assertThat(log.spool().stats().losses()).isEqualTo(SpoolLosses.NONE);
    }
  }

  @Test
  void limitsWhatWaits() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS.withMaxWaiting(5, 1000))) {
      log.appendAll(0, 10);
      disk.capacity(disk.used());
      List<CompletableFuture<Long>> waiting = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        waiting.add(log.append(new byte[10]));
      }
      assertThatThrownBy(() -> log.append(new byte[10]).get(20, TimeUnit.SECONDS))
          .hasMessageContaining("'yard' is full and 5 records wait");
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
      disk.capacity(Long.MAX_VALUE);
      assertThat(waiting.get(4).get(20, TimeUnit.SECONDS)).isEqualTo(14);
    }
  }

  @Test
  void refusesARecordThatNeverFits() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      assertThat(log.append(new byte[3900]).get(20, TimeUnit.SECONDS)).isZero();
      assertThatThrownBy(() -> log.append(new byte[4000]).get(20, TimeUnit.SECONDS))
          .hasMessageContaining("a record of 4000 bytes is larger than the 3948 bytes that fit");
      assertThat(log.append(new byte[10]).get(20, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(log.readPositions()).containsExactly(0L, 1L);
    }
  }

  @Test
  void dropsTheOldestRecordsAndCountsThem() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS.withWhenFull(WhenFull.DROP_OLDEST))) {
      for (int i = 0; i < 200; i++) {
        log.append(new byte[400]).get(20, TimeUnit.SECONDS);
      }
      SpoolStats stats = log.spool().stats();
      assertThat(stats.diskBytes()).isLessThanOrEqualTo(MAX_BYTES);
      assertThat(stats.losses().overflowRecords()).isEqualTo(200 - stats.records());
      assertThat(stats.losses().overflowBytes()).isEqualTo(400 * (200 - stats.records()));
      assertThat(stats.losses().damagedRecords()).isZero();
      List<Long> positions = log.readPositions();
      assertThat(positions).hasSize((int) stats.records()).isSorted().endsWith(199L);
    }
  }

  @Test
  void dropsUnderAReaderThatIsSlow() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS.withWhenFull(WhenFull.DROP_OLDEST))) {
      long last = -1;
      for (int i = 0; i < 400; i++) {
        log.append(new byte[400]).get(20, TimeUnit.SECONDS);
        if (i % 5 == 0) {
          for (StoredRecord entry : log.spool().read(2, 10_000)) {
            assertThat(entry.position()).isGreaterThan(last);
            last = entry.position();
          }
        }
      }
      assertThat(log.readPositions()).isSorted().endsWith(399L);
      assertThat(log.spool().stats().losses().damagedRecords()).isZero();
      assertThat(log.spool().stats().losses().overflowRecords()).isPositive();
    }
  }

  /** No more than the appends need, however late the files are deleted. */
  @Test
  void dropsNoMoreThanIsNeededWhileFilesAreDeleted() throws Exception {
    HookedDisk hooked = new HookedDisk(disk);
    CountDownLatch mayDelete = new CountDownLatch(1);
    hooked.before(
        (operation, path) -> {
          if (operation == Operation.DELETE) {
            ReadFaultTest.pass(mayDelete);
          }
        });
    try (Opened log = Opened.on(hooked, OPTIONS.withWhenFull(WhenFull.DROP_OLDEST))) {
      List<CompletableFuture<Long>> appends = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        appends.add(log.append(new byte[400]));
      }
      CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
      Opened other = new Opened(log.store(), log.store().open("hall", OPTIONS));
      for (int i = 0; i < 30; i++) {
        // Each asks for room again; when the other spool has stored, this one was tried.
        appends.add(log.append(new byte[400]));
        other.appendAll(i, i + 1);
      }
      assertThat(log.spool().stats().losses().overflowRecords()).as("of one file").isEqualTo(4);
      mayDelete.countDown();
      CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
      SpoolStats stats = log.spool().stats();
      int oneSegment = 2000;
      assertThat(stats.diskBytes()).isBetween(MAX_BYTES - oneSegment - 500L, (long) MAX_BYTES);
      assertThat(stats.losses().overflowRecords()).isEqualTo(60 - stats.records());
    }
  }

  @Test
  void removesWhatIsTooOld() throws Exception {
    try (Opened log = aged(Duration.ofMillis(900))) {
      log.appendAll(0, 60);
      assertThat(log.spool().stats().oldest()).contains(clock.instant());
      pass(Duration.ofMillis(600));
      log.appendAll(60, 70);
      pass(Duration.ofMillis(600));
      await().until(() -> log.spool().stats().losses().expiredRecords() == 60);
      SpoolStats stats = log.spool().stats();
      assertThat(stats.records()).isEqualTo(10);
      assertThat(stats.losses().expiredBytes()).isPositive();
      Instant oldest = clock.instant().minusMillis(600);
      await().until(() -> log.spool().stats().oldest().equals(Optional.of(oldest)));
      assertThat(log.readPositions()).hasSize(10).startsWith(60L);
      pass(Duration.ofMillis(600));
      await().until(() -> log.spool().stats().records() == 0);
      assertThat(log.spool().stats().losses().expiredRecords()).isEqualTo(70);
    }
  }

  /** A gateway without a battery: it stores readings in 1970 until somebody tells it the time. */
  @Test
  void readingsOfAWrongClockDoNotExpireWhenItIsSet() throws Exception {
    clock.set(Instant.EPOCH);
    try (Opened log = aged(AGE)) {
      log.appendAll(0, 5);
      clock.set(TODAY);
      log.appendAll(5, 10);
      stays(log, 10);
      clock.set(TODAY.minus(Duration.ofDays(400)));
      log.appendAll(10, 15);
      stays(log, 15);
    }
    clock.set(TODAY);
    try (Opened log = aged(AGE)) {
      stays(log, 15);
      pass(AGE.dividedBy(2));
      stays(log, 15);
      pass(AGE.dividedBy(2).plusMillis(1));
      await().until(() -> log.spool().stats().losses().expiredRecords() == 15);
    }
  }

  @Test
  void readingsOfAnEarlierRunExpireByTheWallClock() throws Exception {
    try (Opened log = aged(AGE)) {
      log.appendAll(0, 5);
      clock.set(TODAY.plus(AGE.dividedBy(2)));
      log.appendAll(5, 10);
    }
    clock.set(TODAY.plus(AGE).plusMillis(1));
    try (Opened log = aged(AGE)) {
      await().until(() -> log.spool().stats().losses().expiredRecords() == 5);
      clock.set(TODAY.plus(Duration.ofDays(5000)));
      stays(log, 5);
      pass(AGE.dividedBy(2));
      await().until(() -> log.spool().stats().losses().expiredRecords() == 10);
    }
  }

  private Opened aged(Duration age) {
    return Opened.on(disk, OPTIONS.withMaxAge(age), clock, this::readNanos);
  }

  private long readNanos() {
    if (Thread.currentThread().getName().startsWith("spool-janitor")) {
      checks.incrementAndGet();
    }
    return nanos.get();
  }

  /** On both clocks. */
  private void pass(Duration time) {
    clock.set(clock.instant().plus(time));
    nanos.addAndGet(time.toNanos());
  }

  /** Some checks of the age later it is still there. */
  private void stays(Opened log, long records) {
    long later = checks.get() + 6;
    await().until(() -> checks.get() > later);
    assertThat(log.spool().stats().records()).isEqualTo(records);
  }

  @Test
  void optionsNameWhatIsWrong() {
    assertThatThrownBy(() -> OPTIONS.withSegmentBytes(5000))
        .hasMessageContaining("at least four segments of 5000 bytes, not 16000 bytes");
    assertThatThrownBy(() -> OPTIONS.withInterval(Duration.ZERO))
        .hasMessageContaining("interval must be at least 1 ms");
    assertThatThrownBy(() -> OPTIONS.withMaxAge(Duration.ZERO)).hasMessageContaining("maximum age");
    assertThatThrownBy(() -> OPTIONS.withMaxWaiting(0, 0)).hasMessageContaining("at least one");
    assertThat(SpoolOptions.ofSize(1L << 30).segmentBytes()).isEqualTo(16 << 20);
    assertThat(SpoolOptions.ofSize(1L << 20).segmentBytes()).isEqualTo(1 << 18);
  }

  private static final class MovableClock extends Clock {

    private volatile Instant now = TODAY;

    void set(Instant instant) {
      now = instant;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
