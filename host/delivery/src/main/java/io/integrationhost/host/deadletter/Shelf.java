package io.integrationhost.host.deadletter;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * The letters of one integration, kept within their limits: the oldest payloads that were never
 * acknowledged give way, acknowledged readings never do. Used by the writer's thread only.
 */
final class Shelf {

  private static final Duration COUNT_AGAIN = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration SHORT_COUNT = Duration.ofMillis(20);

  /** Of the time that the last count took: others have their letters written in between. */
  private static final int PAUSE_OF_LOOKS = 100;

  private final LetterFolder folder;
  private final DeadLetterLimits limits;
  private final LetterCounts counts;

  /** In the order of their arrival, which the clock's time need not follow. */
  private final Set<LetterId> payloadsOfThisRun = new LinkedHashSet<>();

  private Optional<NavigableMap<LetterId, Long>> counted = Optional.empty();
  private boolean prepared;
  private long bytes;
  private long readings;
  private long bytesOfReadings;
  private long countTook;
  private long countedAt;
  private Optional<FileTime> changedBefore = Optional.empty();

  Shelf(LetterFolder folder, DeadLetterLimits limits, LetterCounts counts) {
    this.folder = folder;
    this.limits = limits;
    this.counts = counts;
  }

  /** Counts what is there when others may have changed it. */
  void look() throws IOException {
    long pause = Math.max(LOOK_AGAIN.toNanos(), PAUSE_OF_LOOKS * countTook);
    if (counted.isEmpty()
        || (System.nanoTime() - countedAt > pause && !changedBefore.equals(folder.changedAt()))) {
      count();
    }
  }

  /** Whether a letter of this name is there or waits to be delivered again. */
  boolean holds(LetterId id) {
    return folder.holds(id) || folder.replay().holds(id);
  }

  /**
   * Files a letter.
   *
   * @return how many old ones had to go
   * @throws IOException when it cannot be written, or there is no room
   */
  int add(LetterId id, DeadLetter letter) throws IOException {
    if (!prepared) {
      folder.prepare();
      prepared = true;
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
    if (!id.wasAcknowledged()) {
      payloadsOfThisRun.add(id);
    }
    bytes += encoded.length;
    if (id.wasAcknowledged()) {
      readings++;
      bytesOfReadings += encoded.length;
    }
    counts.added(id);
    tellStock();
    return removed;
  }

  private int makeRoom(LetterId id, int more) throws IOException {
    boolean matters = id.wasAcknowledged() && firstToGo().isEmpty();
    // A folder of thousands takes half a second, and one thread writes the letters of all.
    long pause = matters ? 4 * countTook - SHORT_COUNT.toNanos() : COUNT_AGAIN.toNanos();
    if (isTooFull(more) && System.nanoTime() - countedAt > pause) {
      // Letters may have been purged or moved to the replay folder by another process.
      count();
    }
    int removed = 0;
    while (isTooFull(more)) {
      LetterId leaving =
          firstToGo()
              .orElseThrow(
                  () ->
                      new IOException(
                          ("there are %d dead letters of readings already (dead-letters.max-count,"
                                  + " max-size); make room with 'integration-host dead-letters"
                                  + " replay' or 'integration-host dead-letters purge'")
                              .formatted(counted.orElseThrow().size())));
      payloadsOfThisRun.remove(leaving);
      if (folder.remove(leaving)) {
        counts.evicted(leaving);
        removed++;
      }
      bytes -= counted.orElseThrow().remove(leaving);
    }
    return removed;
  }

  private Optional<LetterId> firstToGo() {
    NavigableMap<LetterId, Long> letters = counted.orElseThrow();
    payloadsOfThisRun.retainAll(letters.keySet());
    return letters.keySet().stream()
        .filter(id -> !id.wasAcknowledged() && !payloadsOfThisRun.contains(id))
        .findFirst()
        .or(() -> payloadsOfThisRun.stream().findFirst());
  }

  private boolean isTooFull(int more) {
    int letters = counted.orElseThrow().size();
    return letters > 0 && (letters >= limits.maxLetters() || bytes + more > limits.maxBytes());
  }

  private void count() throws IOException {
    long begun = System.nanoTime();
    // Before the letters are listed: what changes meanwhile is seen at the next look.
    changedBefore = folder.changedAt();
    NavigableMap<LetterId, Long> sizes = folder.sizes();
    compare(sizes);
    counted = Optional.of(sizes);
    bytes = 0;
    readings = 0;
    bytesOfReadings = 0;
    for (var letter : sizes.entrySet()) {
      bytes += letter.getValue();
      if (letter.getKey().wasAcknowledged()) {
        readings++;
        bytesOfReadings += letter.getValue();
      }
    }
    tellStock();
    countedAt = System.nanoTime();
    countTook = countedAt - begun;
  }

  private void compare(NavigableMap<LetterId, Long> sizes) throws IOException {
    Set<LetterId> leaving = folder.replay().sizes().keySet();
    if (counted.isEmpty()) {
      counts.leavingAtStart(leaving);
      return;
    }
    Set<LetterId> gone = new HashSet<>(counted.get().keySet());
    gone.removeAll(sizes.keySet());
    Set<LetterId> back = new HashSet<>(sizes.keySet());
    back.removeAll(counted.get().keySet());
    counts.changedByOthers(gone, back, leaving);
  }

  private void tellStock() {
    counts.stock(
        new LetterCounts.Stock(readings, bytesOfReadings),
        new LetterCounts.Stock(counted.orElseThrow().size() - readings, bytes - bytesOfReadings));
  }
}
