package io.integrationhost.plugins.kafka;

import io.integrationhost.plugins.kafka.Condition.Fault;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer's life in its group. It polls all the time, whatever the host does, so that the
 * group never takes it for dead; what is not to come is paused. For the poll thread.
 */
final class Membership implements ConsumerRebalanceListener {

  private static final Logger log = LoggerFactory.getLogger(Membership.class);
  private static final long PATIENCE_WITH_COMMITS = TimeUnit.MINUTES.toNanos(1);
  private static final long WATCH = TimeUnit.SECONDS.toNanos(1);
  private static final long WATCH_WHILE_AWAY = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long BETWEEN_COMMITS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration SETTLE = Duration.ofSeconds(1);
  private static final Duration CALL = Duration.ofSeconds(2);

  /** While the host is waited for: so soon its receipts are looked at. */
  private static final Duration SOON = Duration.ofMillis(5);

  /** While messages are under way, whose receipts free memory and let offsets go on. */
  private static final Duration BUSY = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final Settings settings;
  private final Windows windows;
  private final Tally tally;
  private final Condition condition;
  private final BrokerWatch broker;
  private final Unreadable unreadable;
  private final Clock clock;
  private final Set<TopicPartition> unsure = new HashSet<>();
  private boolean isMember;
  private boolean isBlocked;
  private boolean isCommitting;
  private boolean looksNow = true;
  private long looked;
  private long asked = System.nanoTime();
  private long uncommittedSince = System.nanoTime();
  private long watched = System.nanoTime() - WATCH;

  Membership(
      Consumer<byte[], byte[]> consumer,
      Settings settings,
      Windows windows,
      Tally tally,
      Condition condition,
      Clock clock) {
    this.consumer = consumer;
    this.settings = settings;
    this.windows = windows;
    this.tally = tally;
    this.condition = condition;
    this.clock = clock;
    this.broker = new BrokerWatch(consumer, settings, condition);
    this.unreadable = new Unreadable(consumer, settings, windows, tally, condition);
  }

  void begin() {
    consumer.subscribe(settings.topics(), this);
  }

  /** Whether the group has given it its share. */
  boolean isMember() {
    return isMember;
  }

  /** One round: receipts, messages that may be published, a poll, and once a second the rest. */
  void step(boolean isPaused) {
    windows.drain();
    if (!isPaused) {
      windows.publish();
    }
    flow(isPaused);
    long begun = System.nanoTime();
    try {
      consumer.poll(patience(isPaused)).forEach(windows::add);
    } catch (KafkaException e) {
      if (!unreadable.takes(e)) {
        throw e;
      }
    }
    tally.polled(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    windows.drain();
    if (!isPaused) {
      windows.publish();
    }
    if (!isCommitting
        && System.nanoTime() - asked > BETWEEN_COMMITS
        && windows.all().stream().anyMatch(PartitionWindow::wantsCommit)) {
      commit();
    }
    boolean isDue = System.nanoTime() - looked >= settings.commitInterval().toNanos();
    if (looksNow || isDue || !condition.isConnected()) {
      looksNow = false;
      looked = System.nanoTime();
      look();
    }
  }

  private void flow(boolean isPaused) {
    boolean isFull = isPaused || windows.isFull();
    List<TopicPartition> pause = new ArrayList<>();
    List<TopicPartition> resume = new ArrayList<>();
    isBlocked = false;
    long now = System.nanoTime();
    for (PartitionWindow each : windows.all()) {
      boolean wanted = isFull || each.isFull() || unreadable.holds(each.partition(), now);
      isBlocked |= wanted;
      if (wanted != each.isPaused()) {
        (wanted ? pause : resume).add(each.partition());
        each.paused(wanted);
      }
    }
    if (!pause.isEmpty()) {
      consumer.pause(pause);
    }
    if (!resume.isEmpty()) {
      consumer.resume(resume);
    }
  }

  private Duration patience(boolean isPaused) {
    Duration patience = settings.pollTime();
    if (!condition.isConnected()) {
      patience = shorter(patience, BUSY);
    }
    if (windows.underWay() > 0 || isCommitting) {
      patience = shorter(patience, isBlocked ? SOON : BUSY);
    }
    if (isPaused) {
      return patience;
    }
    long now = System.nanoTime();
    for (PartitionWindow each : windows.all()) {
      Optional<Long> at = each.retryAt();
      if (at.isPresent()) {
        patience = shorter(patience, Duration.ofNanos(Math.max(0, at.get() - now)));
      }
    }
    return patience;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void look() {
    if (System.nanoTime() - watched >= (condition.isConnected() ? WATCH : WATCH_WHILE_AWAY)) {
      watched = System.nanoTime();
      broker.look(isMember, watched);
    }
    unreadable.look();
    knowWhereItStarts();
    follow();
    commit();
    if (windows.refusal().isPresent()) {
      condition.fault(
          Fault.HOST,
          "the host does not take messages now, they wait at the broker ("
              + windows.refusal().get()
              + ")");
    } else {
      condition.over(Fault.HOST);
    }
    tally.stands(standing());
  }

  /**
   * Commits where a partition begins of which nothing was committed: with auto.offset.reset=latest
   * a crash before its first message is done with would else lose it.
   */
  private void knowWhereItStarts() {
    if (unsure.isEmpty()) {
      return;
    }
    try {
      Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(Set.copyOf(unsure), CALL);
      for (PartitionWindow each : windows.of(List.copyOf(unsure))) {
        OffsetAndMetadata offset = known.get(each.partition());
        if (offset != null) {
          each.committed(offset.offset());
        } else if (each.size() == 0) {
          each.startsAt(consumer.position(each.partition(), CALL));
        }
        unsure.remove(each.partition());
      }
    } catch (TimeoutException isAway) {
      log.debug("offsets are not known yet", isAway);
    }
  }

  /** Behind the last message there may be marks of transactions, which nobody gets. */
  private void follow() {
    for (PartitionWindow each : windows.all()) {
      if (each.size() == 0 && !unsure.contains(each.partition())) {
        try {
          each.startsAt(consumer.position(each.partition(), Duration.ZERO));
        } catch (TimeoutException isNotKnown) {
          log.trace("{}: position is not known", each.partition());
        }
      }
    }
  }

  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        isCommitting ? Map.of() : toCommit(windows.all());
    if (!isCommitting && offsets.isEmpty()) {
      uncommittedSince = System.nanoTime();
      condition.over(Fault.COMMIT);
    }
    if (System.nanoTime() - uncommittedSince
        > PATIENCE_WITH_COMMITS + 2 * settings.commitInterval().toNanos()) {
      condition.fault(
          Fault.COMMIT,
          "the broker has confirmed no offsets for a minute or more; no more than"
              + " maxUnansweredPerPartition is read until it does");
    }
    if (offsets.isEmpty() || !condition.isConnected()) {
      return;
    }
    isCommitting = true;
    asked = System.nanoTime();
    boolean isAsked = false;
    try {
      consumer.commitAsync(
          offsets,
          (committed, failure) -> {
            isCommitting = false;
            if (failure == null) {
              committed(committed);
            } else {
              failedCommit(failure);
            }
          });
      isAsked = true;
    } finally {
      // Nobody answers what was not asked.
      isCommitting &= isAsked;
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> toCommit(Collection<PartitionWindow> all) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (PartitionWindow each : all) {
      each.toCommit().ifPresent(offset -> offsets.put(each.partition(), offset));
    }
    return offsets;
  }

  private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    for (PartitionWindow each : windows.of(offsets.keySet())) {
      each.committed(offsets.get(each.partition()).offset());
    }
    uncommittedSince = System.nanoTime();
    tally.committed(clock.instant());
    condition.over(Fault.COMMIT);
  }

  private void failedCommit(Exception failure) {
    tally.failedCommit();
    if (failure instanceof AuthorizationException) {
      condition.fault(
          Fault.COMMIT,
          "the broker does not let group '"
              + settings.groupId()
              + "' commit offsets: no more than maxUnansweredPerPartition is read; give the user the"
              + " right READ on the group and its topics");
    } else {
      log.debug("offsets were not committed; they are with the next", failure);
    }
  }

  private Tally.Standing standing() {
    long lag = 0;
    int waiting = 0;
    int paused = 0;
    for (PartitionWindow each : windows.all()) {
      var behind = consumer.currentLag(each.partition());
      lag = behind.isEmpty() || lag < 0 ? -1 : lag + behind.getAsLong() + each.size();
      waiting += each.held();
      paused += each.isPaused() ? 1 : 0;
    }
    return new Tally.Standing(
        windows.all().size(), lag, windows.underWay(), waiting, paused, windows.bytes());
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    tally.rebalance();
    isMember = true;
    looksNow = true;
    windows.assign(partitions);
    unsure.addAll(partitions);
    condition.connected();
    tally.member(
        consumer.groupMetadata().groupInstanceId().orElse(consumer.groupMetadata().memberId()));
    log.info(
        "group '{}': {} partitions given: {}", settings.groupId(), partitions.size(), partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    tally.rebalance();
    try {
      settle(windows.of(partitions));
      commitNow(windows.of(partitions));
    } finally {
      onPartitionsLost(partitions);
    }
  }

  /** It is a member again with what it is given next, be that nothing. */
  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    isMember = false;
    windows.drop(partitions);
    unsure.removeAll(partitions);
    unreadable.forget(partitions);
    log.info(
        "group '{}': {} partitions taken: {}", settings.groupId(), partitions.size(), partitions);
  }

  /** Waits a little for what is under way, so that less comes twice. */
  private void settle(List<PartitionWindow> mine) {
    long end = System.nanoTime() + SETTLE.toNanos();
    windows.drain();
    while (mine.stream().anyMatch(each -> each.underWay() > 0)
        && System.nanoTime() - end < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      windows.drain();
    }
  }

  private void commitNow(List<PartitionWindow> mine) {
    Map<TopicPartition, OffsetAndMetadata> offsets = toCommit(mine);
    if (offsets.isEmpty() || !condition.isConnected()) {
      return;
    }
    try {
      try {
        consumer.commitSync(offsets, CALL);
      } catch (WakeupException isForThePoll) {
        consumer.commitSync(offsets, CALL);
      }
      committed(offsets);
    } catch (KafkaException e) {
      failedCommit(e);
      log.info("offsets could not be committed; messages come twice: {}", e.getMessage());
    }
  }

  /** Commits and leaves. With a static id the partitions stay reserved for a while. */
  void end() {
    try {
      settle(List.copyOf(windows.all()));
      commitNow(List.copyOf(windows.all()));
    } finally {
      try {
        windows.drop(windows.all().stream().map(PartitionWindow::partition).toList());
        tally.stands(new Tally.Standing(0, -1, windows.underWay(), 0, 0, windows.bytes()));
      } finally {
        // Its threads and connections would outlive it.
        consumer.close(CloseOptions.timeout(CALL));
      }
    }
  }
}
