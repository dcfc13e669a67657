package io.integrationhost.host.delivery;

import io.integrationhost.host.delivery.Batch.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Batches that were read from the spool and are not trimmed yet, in order. Confined to the thread
 * that delivers.
 */
final class Backlog {

  private final Deque<Batch> batches = new ArrayDeque<>();

  void add(Batch batch) {
    batches.add(batch);
  }

  Optional<Batch> firstWaiting() {
    return batches.stream().filter(batch -> batch.is(Progress.WAITING)).findFirst();
  }

  boolean hasInFlight() {
    return batches.stream().anyMatch(batch -> batch.is(Progress.IN_FLIGHT));
  }

  /** Puts the halves of a refused batch in its place. */
  void split(Batch whole) {
    List<Batch> rest = new ArrayList<>();
    for (Iterator<Batch> iterator = batches.descendingIterator(); iterator.hasNext(); ) {
      Batch batch = iterator.next();
      iterator.remove();
      if (batch == whole) {
        break;
      }
      rest.add(0, batch);
    }
    batches.addAll(whole.halves());
    batches.addAll(rest);
  }

  /** Forgets the finished batches at the front; the position up to which all is done, if any. */
  OptionalLong trim() {
    OptionalLong end = OptionalLong.empty();
    while (!batches.isEmpty() && batches.peek().is(Progress.DONE)) {
      end = OptionalLong.of(batches.remove().end());
    }
    return end;
  }
}
