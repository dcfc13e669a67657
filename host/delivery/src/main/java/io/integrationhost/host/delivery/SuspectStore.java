package io.integrationhost.host.delivery;

import io.integrationhost.spool.Entry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32C;

/** Where readings are kept that ThingsBoard refused and that are tried again. Must not block. */
public interface SuspectStore {

  /** What an earlier run left; called once, before anything else, and may wait for the disk. */
  List<Kept> load();

  /**
   * Keeps a suspect in place of what was kept under its id.
   *
   * @return completes when it survives a killed process and a power loss; fails when it could not
   *     be kept
   */
  CompletionStage<Void> keep(Kept suspect);

  /** Forgets a suspect; fails when that could not be written down. */
  CompletionStage<Void> remove(Id id);

  /** Keeps nothing beyond the life of the process. */
  static SuspectStore inMemory() {
    return new SuspectStore() {
      @Override
      public List<Kept> load() {
        return List.of();
      }

      @Override
      public CompletionStage<Void> keep(Kept suspect) {
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public CompletionStage<Void> remove(Id id) {
        return CompletableFuture.completedFuture(null);
      }
    };
  }

  /**
   * Names a reading: positions begin anew when a spool was deleted.
   *
   * @param position in the spool
   * @param checksum of the record as it stood there
   */
  record Id(long position, int checksum) {
    static Id of(long position, byte[] record) {
      CRC32C checksum = new CRC32C();
      checksum.update(record);
      return new Id(position, (int) checksum.getValue());
    }
  }

  /**
   * What is written of a suspect, or of attributes that wait behind one.
   *
   * @param accused whether it is the suspect itself
   * @param reason of the suspect: ThingsBoard's own text
   * @param cutting whether ThingsBoard ends the session instead of refusing it
   * @param entries the suspect alone, or what waits, in order
   * @param older attributes that are to be delivered in its place should the suspect be given up
   */
  record Kept(
      Id id,
      boolean accused,
      String reason,
      boolean cutting,
      List<Entry> entries,
      Optional<byte[]> older) {

    /** Attributes that wait. */
    static Kept waiting(Id id, List<Entry> entries) {
      return new Kept(id, false, "", false, List.copyOf(entries), Optional.empty());
    }

    /** How many bytes of items it has. */
    long bytes() {
      return entries.stream().mapToLong(entry -> entry.record().length).sum()
          + older.map(record -> (long) record.length).orElse(0L);
    }
  }
}
