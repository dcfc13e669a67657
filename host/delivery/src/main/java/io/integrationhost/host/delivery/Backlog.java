package io.integrationhost.host.delivery;

import io.integrationhost.host.delivery.Batch.Progress;
import io.integrationhost.spool.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Batches that were read from the spool and are not trimmed yet, in order. Confined to the thread
 * that delivers.
 */
final class Backlog {

  private final List<Batch> batches = new ArrayList<>();
  private OptionalLong next = OptionalLong.empty();

  /**
   * Adds what was read.
   *
   * @return how many records are missing before or between these
   */
  long add(List<Entry> entries, Batch batch) {
    long first = entries.get(0).position();
    long behind = entries.get(entries.size() - 1).position() + 1;
    long missing = Math.max(0, behind - next.orElse(first) - entries.size());
    next = OptionalLong.of(behind);
    batches.add(batch);
    return missing;
  }

  /** How many records of batches are here, those included that are done behind one that is not. */
  int records() {
    int records = 0;
    for (Batch batch : batches) {
      records += batch.size();
    }
    return records;
  }

  /** Adds what was set aside and is to be sent before all that stands in the spool. */
  void addFirst(List<Batch> released) {
    batches.addAll(0, released);
  }

  boolean isEmpty() {
    return batches.isEmpty();
  }

  Optional<Batch> firstWaiting() {
    return batches.stream().filter(batch -> batch.is(Progress.WAITING)).findFirst();
  }

  /** Whether the oldest batch is on its way: then no more than the link allows is read ahead. */
  boolean firstIsInFlight() {
    return !batches.isEmpty() && batches.get(0).is(Progress.IN_FLIGHT);
  }

  /** Records of which ThingsBoard may know, and for which the spool is not trimmed. */
  List<Batch> sent() {
    return batches.stream().filter(Batch::wasSent).toList();
  }

  /** Puts others in the place of a batch. */
  void replace(Batch whole, List<Batch> parts) {
    int place = batches.indexOf(whole);
    batches.remove(place);
    batches.addAll(place, parts);
  }

  /** Any waiting record but the first, alone: what it meets says something of the server. */
  Optional<Batch> probe(RandomGenerator random) {
    List<Batch> waiting = batches.stream().filter(batch -> batch.is(Progress.WAITING)).toList();
    int others = waiting.stream().mapToInt(Batch::size).sum() - 1;
    if (others < 1) {
      return waiting.stream().findFirst();
    }
    int chosen = 1 + random.nextInt(others);
    for (Batch batch : waiting) {
      if (chosen < batch.size()) {
        return Optional.of(carved(batch, chosen));
      }
      chosen -= batch.size();
    }
    return Optional.empty();
  }

  private Batch carved(Batch batch, int index) {
    List<Batch> parts = batch.divided(batch.isCutting(), index, index + 1);
    replace(batch, parts);
    return parts.get(index == 0 ? 0 : 1);
  }

  /** Undoes divisions that a server in trouble has caused. */
  void join(int maxRecords, long maxBytes) {
    for (int i = batches.size() - 2; i >= 0; i--) {
      Batch first = batches.get(i);
      Batch second = batches.get(i + 1);
      boolean fits =
          first.is(Progress.WAITING)
              && second.is(Progress.WAITING)
              && !first.isCutting()
              && !second.isCutting()
              && first.size() + second.size() <= maxRecords
              && first.bytes() + second.bytes() <= maxBytes;
      if (fits) {
        batches.set(i, Batch.joined(first, second));
        batches.remove(i + 1);
      }
    }
  }

  /** Forgets the finished batches at the front; the position up to which all is done, if any. */
  OptionalLong trim() {
    int done = 0;
    while (done < batches.size() && batches.get(done).is(Progress.DONE)) {
      done++;
    }
    if (done == 0) {
      return OptionalLong.empty();
    }
    OptionalLong end = OptionalLong.of(batches.get(done - 1).end());
    batches.subList(0, done).clear();
    return end;
  }
}
