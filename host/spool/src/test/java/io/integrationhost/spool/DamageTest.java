package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damages every byte of a small log in every way. The system property {@code spool.damage.records}
 * makes the log longer.
 */
class DamageTest {

  private static final int RECORDS = Integer.getInteger("spool.damage.records", 12);
  private static final SpoolOptions OPTIONS =
      SpoolOptions.ofSize(1 << 20).withSegmentBytes(300).withDurability(Durability.NONE);

  enum Damage {
    CUT {
      @Override
      byte[] apply(byte[] content, int at) {
        return Arrays.copyOf(content, at);
      }

      @Override
      int end(byte[] content, int at) {
        return content.length;
      }
    },
    FLIP {
      @Override
      byte[] apply(byte[] content, int at) {
        byte[] damaged = content.clone();
        damaged[at] ^= (byte) (1 << at % 8);
        return damaged;
      }

      @Override
      int end(byte[] content, int at) {
        return at + 1;
      }
    },
    ZERO {
      @Override
      byte[] apply(byte[] content, int at) {
        byte[] damaged = content.clone();
        Arrays.fill(damaged, at, end(content, at), (byte) 0);
        return damaged;
      }

      @Override
      int end(byte[] content, int at) {
        return Math.min(content.length, at + 512);
      }
    };

    abstract byte[] apply(byte[] content, int at);

    /** Behind the last byte that was touched. */
    abstract int end(byte[] content, int at);
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void losesOnlyWhatTheDamageTouched(Damage damage) throws Exception {
    MemoryDisk original = new MemoryDisk();
    try (Opened log = Opened.on(original, OPTIONS)) {
      log.appendAll(0, RECORDS);
    }
    List<Path> segments = original.all(SegmentFiles.SUFFIX);
    assertThat(segments).hasSizeGreaterThan(2);
    int cases = 0;
    long base = 0;
    for (Path segment : segments) {
      byte[] content = original.content(segment);
      List<Integer> ends = frameEnds(base, content.length);
      for (int at = 0; at < content.length; at++) {
        MemoryDisk damaged = original.afterKill();
        damaged.replace(segment, damage.apply(content, at));
        BitSet touched = touched(base, ends, at, damage.end(content, at));
        check(damaged, touched, "%s at %d of %s".formatted(damage, at, segment));
        cases++;
      }
      base += ends.size();
    }
    assertThat(base).isEqualTo(RECORDS);
    assertThat(cases).isGreaterThan(RECORDS * Frame.OVERHEAD);
  }

  private static void check(MemoryDisk disk, BitSet touched, String label) throws Exception {
    try (Opened log = Opened.on(disk, OPTIONS)) {
      List<StoredRecord> records = log.readAll();
      long before = -1;
      BitSet found = new BitSet();
      for (StoredRecord entry : records) {
        assertThat(entry.position()).as(label).isGreaterThan(before);
        assertThat(entry.record()).as(label).isEqualTo(Opened.content(entry.position()));
        before = entry.position();
        found.set((int) before);
      }
      BitSet missing = new BitSet();
      missing.set(0, RECORDS);
      missing.andNot(found);
      missing.andNot(touched);
      assertThat(missing).as(label + ": lost without being touched").matches(BitSet::isEmpty);
      // Behind the last record nobody can tell a loss from a crash.
      long expected = before + 1 - found.cardinality();
      assertThat(log.spool().stats().losses().damagedRecords())
          .as(label + ": counted")
          .isBetween(expected, (long) touched.cardinality());
      long position = log.append(new byte[] {42}).get(20, TimeUnit.SECONDS);
      assertThat(position).as(label).isGreaterThan(before);
      assertThat(log.readPositions()).as(label).containsExactly(position);
    }
  }

  private static List<Integer> frameEnds(long base, int size) {
    List<Integer> ends = new ArrayList<>();
    int end = SegmentHeader.BYTES;
    long position = base;
    while (end < size) {
      end += Frame.OVERHEAD + Opened.content(position).length;
      ends.add(end);
      position++;
    }
    assertThat(end).isEqualTo(size);
    return ends;
  }

  private static BitSet touched(long base, List<Integer> ends, int from, int to) {
    BitSet touched = new BitSet();
    int start = SegmentHeader.BYTES;
    for (int i = 0; i < ends.size(); i++) {
      if (from < ends.get(i) && to > start) {
        touched.set((int) base + i);
      }
      start = ends.get(i);
    }
    return touched;
  }
}
