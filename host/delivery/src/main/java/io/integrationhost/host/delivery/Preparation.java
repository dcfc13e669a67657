package io.integrationhost.host.delivery;

import io.integrationhost.host.delivery.Batch.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes out of a batch what must not be sent now. Confined to the thread that delivers. */
final class Preparation {

  private final Backlog backlog;
  private final Suspects suspects;
  private final AttributeOrder order;
  private final DeliveryCounters counters;

  Preparation(Backlog backlog, Suspects suspects, AttributeOrder order, DeliveryCounters counters) {
    this.backlog = backlog;
    this.suspects = suspects;
    this.order = order;
    this.counters = counters;
  }

  /** Whether anything is left to be sent. */
  boolean prepare(Batch batch, long now) {
    if (!suspects.earlier().isForgotten()) {
      batch.items().removeIf(item -> !item.isReleased() && !suspects.earlier().isNews(item));
    }
    if (order.isWatching()) {
      batch.items().removeIf(this::isSuperseded);
    }
    if (!suspects.held().isEmpty()) {
      putBehindSuspects(batch, now);
    }
    return batch.size() > 0;
  }

  private boolean isSuperseded(Item item) {
    if (order.strip(item)) {
      return false;
    }
    counters.delivered(1);
    item.settled();
    return true;
  }

  private void putBehindSuspects(Batch batch, long now) {
    Map<Suspect, List<Item>> waiting = new LinkedHashMap<>();
    List<Item> gone = new ArrayList<>();
    for (Item item : batch.items()) {
      Optional<Suspect> holder = suspects.held().holderOf(item.record());
      if (holder.isPresent()) {
        Item attributes = item.part(order.onlyAttributes(item.record()));
        order.moved(attributes);
        waiting.computeIfAbsent(holder.get(), same -> new ArrayList<>()).add(attributes);
        order.withoutAttributes(item.record()).ifPresentOrElse(item::record, () -> gone.add(item));
      }
    }
    if (waiting.isEmpty()) {
      return;
    }
    Batch place = Batch.aside(batch, gone);
    backlog.replace(batch, List.of(place, batch));
    batch.items().removeAll(gone);
    AtomicInteger unwritten = new AtomicInteger(waiting.size());
    waiting.forEach(
        (holder, attributes) ->
            suspects.follow(
                holder,
                attributes,
                now,
                () -> {
                  if (unwritten.decrementAndGet() <= 0) {
                    place.moveTo(Progress.DONE);
                  }
                }));
  }
}
