package io.integrationhost.host.deadletter;

import java.io.IOException;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The letters of one integration, kept within their limits: the oldest go first, but those whose
 * readings were acknowledged after all others. Used by the writer's thread only.
 */
final class Shelf {

  private static final Duration COUNT_AGAIN = Duration.ofSeconds(5);

  private final LetterFolder folder;
  private final DeadLetterLimits limits;
  private Optional<NavigableMap<LetterId, Long>> counted = Optional.empty();
  private long bytes;
  private long countedAt;

  Shelf(LetterFolder folder, DeadLetterLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /** Whether a letter of this name is there or waits to be delivered again. */
  boolean holds(LetterId id) {
    return folder.holds(id) || folder.replay().holds(id);
  }

  /**
   * Files a letter.
   *
   * @return how many old ones had to go
   */
  int add(LetterId id, DeadLetter letter) throws IOException {
    if (counted.isEmpty()) {
      folder.prepare();
      count();
    }
    byte[] encoded = folder.encode(id, letter);
    if (encoded.length > limits.maxBytes()) {
      throw new IOException(
          "its file would have "
              + encoded.length
              + " bytes, and all letters of an integration may have "
              + limits.maxBytes());
    }
    int removed = makeRoom(id, encoded.length);
    folder.write(id, encoded);
    counted.orElseThrow().put(id, (long) encoded.length);
    bytes += encoded.length;
    return removed;
  }

  private int makeRoom(LetterId id, int more) throws IOException {
    if (isTooFull(more) && System.nanoTime() - countedAt > COUNT_AGAIN.toNanos()) {
      // Letters may have been purged or moved to the replay folder by another process.
      count();
    }
    int removed = 0;
    while (isTooFull(more)) {
      LetterId leaving = firstToGo();
      if (leaving.wasAcknowledged() && !id.wasAcknowledged()) {
        throw new IOException(
            "the folder is full of readings that ThingsBoard refused; replay or purge them");
      }
      if (folder.remove(leaving)) {
        removed++;
      }
      bytes -= counted.orElseThrow().remove(leaving);
    }
    return removed;
  }

  private LetterId firstToGo() {
    NavigableMap<LetterId, Long> letters = counted.orElseThrow();
    return letters.keySet().stream()
        .filter(id -> !id.wasAcknowledged())
        .findFirst()
        .orElseGet(letters::firstKey);
  }

  private boolean isTooFull(int more) {
    int letters = counted.orElseThrow().size();
    return letters > 0 && (letters >= limits.maxLetters() || bytes + more > limits.maxBytes());
  }

  private void count() throws IOException {
    NavigableMap<LetterId, Long> sizes = folder.sizes();
    counted = Optional.of(sizes);
    bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
    countedAt = System.nanoTime();
  }
}
