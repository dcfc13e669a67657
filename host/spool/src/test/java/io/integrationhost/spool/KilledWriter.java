package io.integrationhost.spool;

import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/**
 * A process that stores records until it is killed, and says on its standard output what was stored
 * and what it is going to trim. Arguments: directory, durability, the first position of each spool.
 */
final class KilledWriter {

  static final int STORED = 1;
  static final int TRIMS = 2;

  private static final int IN_FLIGHT = 32;

  private final DataOutputStream out =
      new DataOutputStream(new FileOutputStream(FileDescriptor.out));
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);

  private KilledWriter() {}

  public static void main(String[] args) throws InterruptedException {
    new KilledWriter().run(args);
  }

  static SpoolOptions options(Durability durability) {
    return SpoolOptions.ofSize(64 << 20).withSegmentBytes(16 << 10).withDurability(durability);
  }

  private void run(String[] args) throws InterruptedException {
    SpoolStore store = SpoolStore.open(Path.of(args[0]));
    List<ReadingLog> spools = new ArrayList<>();
    long[] next = new long[args.length - 2];
    for (int i = 0; i < next.length; i++) {
      spools.add(store.open("spool " + i, options(Durability.valueOf(args[1]))));
      next[i] = Long.parseLong(args[i + 2]);
    }
    for (long round = 1; true; round++) {
      for (int i = 0; i < next.length; i++) {
        inFlight.acquire();
        int spool = i;
        CompletionStage<Void> unusedStage =
            spools
                .get(i)
                .append(Opened.content(next[i]++))
                .thenAccept(position -> stored(spool, position));
      }
      if (round % 500 == 0) {
        trim(spools);
      }
    }
  }

  private void stored(int spool, long position) {
    say(STORED, spool, position);
    inFlight.release();
  }

  /** Leaves some, so that the next process finds out where this one was. */
  private void trim(List<ReadingLog> spools) {
    for (int i = 0; i < spools.size(); i++) {
      List<StoredRecord> records = spools.get(i).read(300, 1 << 20);
      if (!records.isEmpty()) {
        long position = records.get(records.size() - 1).position() - 100;
        say(TRIMS, i, position);
        spools.get(i).trimTo(position);
      }
    }
  }

  private synchronized void say(int what, int spool, long position) {
    try {
      out.write(what);
      out.write(spool);
      out.writeLong(position);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
