package io.integrationhost.host.delivery;

import io.integrationhost.host.delivery.SuspectStore.Kept;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an earlier run had set aside when it ended. The spool gives it once more, since it was not
 * trimmed yet, and it must not be sent twice. Bounded by what can be set aside; forgotten when the
 * spool is past it. Confined to the thread that delivers.
 */
final class EarlierRun {

  private final AttributeOrder order;
  private final TreeSet<SuspectStore.Id> suspects =
      new TreeSet<>(
          Comparator.comparingLong(SuspectStore.Id::position)
              .thenComparingInt(SuspectStore.Id::checksum));
  private final TreeMap<Long, byte[]> waiting = new TreeMap<>();

  EarlierRun(AttributeOrder order) {
    this.order = order;
  }

  void add(Kept kept) {
    if (kept.accused()) {
      suspects.add(kept.id());
    } else {
      kept.entries().forEach(entry -> waiting.put(entry.position(), entry.record()));
    }
  }

  boolean isForgotten() {
    return suspects.isEmpty() && waiting.isEmpty();
  }

  /** The spool gives nothing before this position any more, so nothing there is met again. */
  void trimmed(long position) {
    suspects.headSet(new SuspectStore.Id(position, Integer.MIN_VALUE)).clear();
    waiting.headMap(position).clear();
  }

  /** Takes out of an item what is set aside already; whether anything is left. */
  boolean isNews(Item item) {
    if (suspects.contains(SuspectStore.Id.of(item.position(), item.original()))) {
      return false;
    }
    byte[] known = waiting.get(item.position());
    if (known == null
        || order.attributed(item.record()).isEmpty()
        || !Arrays.equals(known, order.onlyAttributes(item.record()))) {
      return true;
    }
    Optional<byte[]> left = order.withoutAttributes(item.record());
    left.ifPresent(item::record);
    return left.isPresent();
  }
}
