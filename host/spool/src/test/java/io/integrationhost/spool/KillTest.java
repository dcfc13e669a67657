package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kills a process that stores records. The system property {@code spool.kill.rounds} makes the test
 * longer.
 */
class KillTest {

  private static final int ROUNDS = Integer.getInteger("spool.kill.rounds", 2);

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"FSYNC, 1", "FSYNC, 3", "NONE, 2"})
  void whatWasStoredSurvives(Durability durability, int spools) throws Exception {
    Random random = new Random();
    long[] next = new long[spools];
    for (int round = 0; round < ROUNDS; round++) {
      long[] stored = new long[spools];
      long[] trimmed = new long[spools];
      runAndKill(durability, next, 500 + random.nextInt(5000), stored, trimmed);
      try (SpoolStore store = SpoolStore.open(directory)) {
        for (int i = 0; i < spools; i++) {
          Opened log =
              new Opened(store, store.open("spool " + i, KilledWriter.options(durability)));
          check(log, trimmed[i], stored[i], next[i]);
          next[i] = log.spool().stats().records() + first(log);
        }
      }
    }
  }

  @Test
  void anotherProcessIsRefused() throws Exception {
    Process process = start(Durability.NONE, new long[1]);
    try {
      assertThat(process.getInputStream().read()).isEqualTo(KilledWriter.STORED);
      assertThatThrownBy(() -> SpoolStore.open(directory))
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("in use by another process");
    } finally {
      kill(process);
    }
    SpoolStore.open(directory).close();
  }

  private static void check(Opened log, long trimmed, long stored, long known) {
    List<StoredRecord> records = log.readAll();
    assertThat(records).isNotEmpty();
    long position = records.get(0).position();
    assertThat(position).isLessThanOrEqualTo(Math.max(trimmed, known));
    for (StoredRecord entry : records) {
      assertThat(entry.position()).isEqualTo(position++);
      assertThat(entry.record()).isEqualTo(Opened.content(entry.position()));
    }
    assertThat(position).isGreaterThanOrEqualTo(stored);
    assertThat(log.spool().stats().losses()).isEqualTo(SpoolLosses.NONE);
  }

  private static long first(Opened log) {
    log.spool().rewind();
    return log.spool().read(1, 1).get(0).position();
  }

  private void runAndKill(
      Durability durability, long[] next, int events, long[] stored, long[] trimmed)
      throws Exception {
    Process process = start(durability, next);
    try (DataInputStream in = new DataInputStream(process.getInputStream())) {
      for (int event = 0; true; event++) {
        if (event == events) {
          // Not through the process itself, which would close the stream as well.
          process.toHandle().destroyForcibly();
        }
        int what = in.read();
        if (what < 0) {
          break;
        }
        int spool = in.readUnsignedByte();
        long[] reached = what == KilledWriter.STORED ? stored : trimmed;
        long position = in.readLong();
        reached[spool] = what == KilledWriter.STORED ? position + 1 : position;
      }
    } catch (EOFException e) {
      // Killed while it spoke.
    } finally {
      kill(process);
    }
    assertThat(Arrays.stream(stored).sum()).as("the process stored something").isPositive();
  }

  private Process start(Durability durability, long[] next) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KilledWriter.class.getName());
    command.addAll(List.of(directory.toString(), durability.name()));
    Arrays.stream(next).forEach(position -> command.add(Long.toString(position)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }
}
