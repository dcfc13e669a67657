package io.integrationhost.host.delivery;

import io.integrationhost.host.delivery.AsideFiles.Aside;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The entities with attributes among the suspects: their further attributes wait behind, in order,
 * until the last of these suspects is settled. Confined to the thread that delivers.
 */
final class HeldEntities {

  private final AttributeOrder order;
  private final AsideFiles files;
  private final Consumer<Runnable> later;
  private final Map<AttributeOrder.Entity, Deque<Suspect>> holders = new HashMap<>();
  private final List<Batch> released = new ArrayList<>();
  private int waiting;
  private long lastTaken;
  private long nextRank = Long.MIN_VALUE + 1;

  HeldEntities(AttributeOrder order, AsideFiles files, Consumer<Runnable> later) {
    this.order = order;
    this.files = files;
    this.later = later;
  }

  boolean isEmpty() {
    return holders.isEmpty();
  }

  /** How many files of attributes wait. */
  int waiting() {
    return waiting;
  }

  void add(Suspect suspect) {
    suspect
        .held()
        .ifPresent(
            entity -> holders.computeIfAbsent(entity, same -> new ArrayDeque<>()).add(suspect));
  }

  /** Suspects with attributes of one entity are settled one after the other. */
  boolean hasTurn(Suspect suspect) {
    return suspect.held().isEmpty() || holders.get(suspect.held().get()).getFirst() == suspect;
  }

  /** The suspect behind which the attributes of the record have to wait. */
  Optional<Suspect> holderOf(byte[] record) {
    return order.attributed(record).map(holders::get).map(Deque::getLast);
  }

  void putBehind(Suspect holder, Aside file, List<Item> attributes) {
    waiting++;
    holder.behind().add(new Suspect.Waiting(file, attributes));
  }

  /** Puts attributes of an earlier run behind their suspect, or releases them if there is none. */
  void putBehind(Aside file, List<Item> attributes) {
    waiting++;
    Suspect.Waiting all = new Suspect.Waiting(file, attributes);
    holderOf(attributes.get(0).record())
        .ifPresentOrElse(holder -> holder.behind().add(all), () -> release(all));
  }

  /** Puts attributes before all others behind a suspect. */
  void putFirst(Suspect holder, Aside file, Item attributes) {
    waiting++;
    holder.behind().add(0, new Suspect.Waiting(file, List.of(attributes)));
  }

  /** A suspect is settled: what waited behind it goes on, or waits for the next one. */
  void over(Suspect suspect) {
    Optional<AttributeOrder.Entity> entity = suspect.held();
    if (entity.isEmpty()) {
      return;
    }
    Deque<Suspect> all = holders.get(entity.get());
    all.remove(suspect);
    if (all.isEmpty()) {
      holders.remove(entity.get());
      suspect.behind().forEach(this::release);
    } else {
      all.getLast().behind().addAll(0, suspect.behind());
    }
  }

  /** What is to be sent before all that stands in the spool. */
  List<Batch> takeReleased(long now) {
    lastTaken = now;
    List<Batch> taken = List.copyOf(released);
    released.clear();
    return taken;
  }

  private void release(Suspect.Waiting attributes) {
    waiting--;
    int[] left = {attributes.items().size()};
    for (Item item : attributes.items()) {
      // Positions of an earlier spool say nothing here, and it leaves before all of this one.
      item.rank(nextRank++);
      item.whenSettled(
          () -> {
            if (--left[0] == 0) {
              later.accept(() -> files.remove(attributes.file(), lastTaken, () -> {}));
            }
          });
    }
    released.add(Batch.released(attributes.items()));
  }
}
