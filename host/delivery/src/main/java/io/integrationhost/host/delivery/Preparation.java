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
      batch
          .records()
          .removeIf(outgoing -> !outgoing.isReleased() && !suspects.earlier().isNews(outgoing));
    }
    if (order.isWatching()) {
      batch.records().removeIf(this::isSuperseded);
    }
    if (!suspects.held().isEmpty()) {
      putBehindSuspects(batch, now);
    }
    return batch.size() > 0;
  }

  private boolean isSuperseded(OutgoingRecord outgoing) {
    if (order.strip(outgoing)) {
      return false;
    }
    counters.delivered(1);
    outgoing.settled();
    return true;
  }

  private void putBehindSuspects(Batch batch, long now) {
    Map<Suspect, List<OutgoingRecord>> waiting = new LinkedHashMap<>();
    List<OutgoingRecord> gone = new ArrayList<>();
    for (OutgoingRecord outgoing : batch.records()) {
      Optional<Suspect> holder = suspects.held().holderOf(outgoing.record());
      if (holder.isPresent()) {
        OutgoingRecord attributes = outgoing.part(order.onlyAttributes(outgoing.record()));
        order.moved(attributes);
        waiting.computeIfAbsent(holder.get(), same -> new ArrayList<>()).add(attributes);
        order
            .withoutAttributes(outgoing.record())
            .ifPresentOrElse(outgoing::record, () -> gone.add(outgoing));
      }
    }
    if (waiting.isEmpty()) {
      return;
    }
    Batch place = Batch.aside(batch, gone);
    backlog.replace(batch, List.of(place, batch));
    batch.records().removeAll(gone);
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
