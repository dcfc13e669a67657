package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.LimitedLog;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The windows of all partitions that the transport has, and their common bounds. Receipts come from
 * any thread, of no more entries than messages may be under way; all else is for the poll thread.
 */
final class Windows {

  /** So many of one partition, then the next one's turn. */
  private static final int TURN = 64;

  private final Settings settings;
  private final TransportContext context;
  private final Payloads payloads;
  private final Tally tally;
  private final LimitedLog log;
  private final Room room;
  private final Map<TopicPartition, PartitionWindow> windows = new LinkedHashMap<>();
  private final Entry.Answers answers = new Entry.Answers();
  private int underWay;
  private int turn;

  Windows(TransportContext context, Settings settings, Tally tally, LimitedLog log) {
    this.settings = settings;
    this.context = context;
    this.payloads = new Payloads(settings);
    this.tally = tally;
    this.log = log;
    this.room = new Room(context.memory(), settings.mostBytes());
  }

  void assign(Collection<TopicPartition> partitions) {
    partitions.forEach(
        each -> windows.computeIfAbsent(each, key -> new PartitionWindow(key, settings.window())));
  }

  /** What is still under way may come twice, with the next owner. */
  void drop(Collection<TopicPartition> partitions) {
    long freed = 0;
    for (TopicPartition each : partitions) {
      PartitionWindow window = windows.remove(each);
      freed += window == null ? 0 : window.drop();
    }
    room.free(freed);
  }

  Collection<PartitionWindow> all() {
    return windows.values();
  }

  List<PartitionWindow> of(Collection<TopicPartition> partitions) {
    List<PartitionWindow> found = new ArrayList<>();
    partitions.forEach(each -> Optional.ofNullable(windows.get(each)).ifPresent(found::add));
    return found;
  }

  /** Takes a message of a partition that the transport has. */
  void add(ConsumerRecord<byte[], byte[]> message) {
    var partition = new TopicPartition(message.topic(), message.partition());
    PartitionWindow window = windows.get(partition);
    if (window != null) {
      room.fill(window.add(message).size());
    }
  }

  /** Publishes what may be, of all partitions in turn. */
  void publish() {
    if (windows.isEmpty()) {
      return;
    }
    List<PartitionWindow> order = new ArrayList<>(windows.values());
    long now = System.nanoTime();
    boolean goesOn = true;
    turn = (turn + 1) % order.size();
    while (goesOn) {
      goesOn = false;
      for (int i = 0; i < order.size(); i++) {
        goesOn |= publish(order.get((turn + i) % order.size()), now);
      }
    }
  }

  /** Whether there may be more. */
  private boolean publish(PartitionWindow window, long now) {
    for (int i = 0; i < TURN; i++) {
      if (underWay >= settings.mostUnderWay()) {
        return false;
      }
      Optional<Entry> next = window.next(now);
      if (next.isEmpty()) {
        return false;
      }
      underWay++;
      publish(next.get());
    }
    return true;
  }

  private void publish(Entry entry) {
    try {
      if (entry.isTombstone()) {
        answers.add(entry, new Receipt.NoContent(), null);
        tally.tombstone();
        return;
      }
      var unused =
          context
              .uplinks()
              .publish(payloads.of(entry.message()))
              .whenComplete((receipt, failure) -> answers.add(entry, receipt, failure));
    } catch (RuntimeException | Error e) {
      // Counted as under way: somebody must take it back.
      answers.add(entry, null, e);
    }
  }

  /** Takes the receipts that have come. */
  void drain() {
    long now = System.nanoTime();
    Optional<Entry> next = answers.poll();
    while (next.isPresent()) {
      take(next.get(), now);
      next = answers.poll();
    }
  }

  private void take(Entry entry, long now) {
    underWay--;
    PartitionWindow window = entry.window();
    if (window.isDropped()) {
      return;
    }
    boolean isSettled = entry.answerSettles();
    room.free(window.done(entry, isSettled, now));
    if (isSettled) {
      tally.settled();
      return;
    }
    tally.refused();
    window.refused(entry.why());
    log.warn(
        "refused",
        () ->
            window.partition()
                + ": the host does not take the message at offset "
                + entry.message().offset()
                + " now ("
                + entry.why()
                + "); it is offered again, and nothing is read past it");
  }

  /** Why the host does not take what comes next of some partition; empty: of none. */
  Optional<String> refusal() {
    return windows.values().stream().flatMap(each -> each.refusal().stream()).findFirst();
  }

  /** Whether no more should be fetched, of any partition. */
  boolean isFull() {
    return room.isFull() || underWay >= settings.mostUnderWay();
  }

  int underWay() {
    return underWay;
  }

  long bytes() {
    return room.bytes();
  }

  /** What the host may give to other transports again. */
  void close() {
    try {
      drop(List.copyOf(windows.keySet()));
    } finally {
      room.close();
    }
  }
}
