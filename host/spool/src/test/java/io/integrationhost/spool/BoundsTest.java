package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BoundsTest {

  private static final int MAX_BYTES = 16_000;
  private static final SpoolOptions OPTIONS =
      SpoolOptions.ofSize(MAX_BYTES).withSegmentBytes(2000).withDurability(Durability.NONE);

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void aFullSpoolMakesAppendsWaitUntilSomethingIsTrimmed() throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      List<CompletableFuture<Long>> appends = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        appends.add(log.append(new byte[400]));
      }
      await().until(() -> log.spool().stats().diskBytes() > MAX_BYTES - 500);
      assertThat(disk.used()).isLessThan(MAX_BYTES + 8192);
      assertThat(appends.get(99)).isNotDone();
      long stored = log.spool().stats().records();
      assertThat(log.spool().stats().waiting()).isEqualTo(100 - stored);
      assertThat(log.spool().stats().bytes()).isEqualTo(stored * 400);

      long position = 0;
      while (position < 100) {
        for (Entry entry : log.spool().read(10, 10_000)) {
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
          for (Entry entry : log.spool().read(2, 10_000)) {
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

  @Test
  void removesWhatIsTooOld() throws Exception {
    MovableClock clock = new MovableClock();
    SpoolOptions options = OPTIONS.withMaxAge(Duration.ofMinutes(10));
    try (Opened log = Opened.on(disk, options.withMaxAge(Duration.ofMillis(900)), clock)) {
      log.appendAll(0, 60);
      assertThat(log.spool().stats().oldest()).contains(clock.instant());
      clock.forward(Duration.ofMillis(600));
      log.appendAll(60, 70);
      clock.forward(Duration.ofMillis(600));
      await().until(() -> log.spool().stats().losses().expiredRecords() == 60);
      SpoolStats stats = log.spool().stats();
      assertThat(stats.records()).isEqualTo(10);
      assertThat(stats.losses().expiredBytes()).isPositive();
      assertThat(stats.oldest()).contains(clock.instant().minusMillis(600));
      assertThat(log.readPositions()).hasSize(10).startsWith(60L);
      clock.forward(Duration.ofMillis(600));
      await().until(() -> log.spool().stats().records() == 0);
      assertThat(log.spool().stats().losses().expiredRecords()).isEqualTo(70);
    }
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

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void forward(Duration by) {
      now = now.plus(by);
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
