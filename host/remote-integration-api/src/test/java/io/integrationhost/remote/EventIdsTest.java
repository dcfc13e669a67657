package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class EventIdsTest {
  private static final long UNITS_TO_1970 = 122_192_928_000_000_000L;

  private final AtomicLong now = new AtomicLong(1_700_000_000_000L);
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return Instant.ofEpochMilli(now.get());
        }
      };
  private final EventIds ids = new EventIds(clock, new Random(1));

  @Test
  void theyAreOfVersionOneAndTellTheTime() {
    UUID id = ids.next();

    assertThat(id.version()).isEqualTo(1);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(millis(id)).isEqualTo(1_700_000_000_000L);
    assertThat(id.node() >> 40 & 1).as("a random node is marked as multicast").isEqualTo(1);
  }

  @Test
  void theyGrowAlthoughTheClockDoesNot() {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      times.add(ids.next().timestamp());
      if (i == 10_000) {
        now.addAndGet(-500);
      }
    }

    assertThat(times).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void aClockThatWasSetBackIsBelievedInTheEnd() {
    ids.next();
    now.addAndGet(-3_600_000);

    assertThat(millis(ids.next())).isEqualTo(now.get());
  }

  @Test
  void hostsDiffer() {
    assertThat(new EventIds(clock, new Random(2)).next()).isNotEqualTo(ids.next());
  }

  private static long millis(UUID id) {
    return (id.timestamp() - UNITS_TO_1970) / 10_000;
  }
}
