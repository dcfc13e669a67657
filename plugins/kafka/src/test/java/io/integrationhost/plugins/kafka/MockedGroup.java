package io.integrationhost.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.RecordedUplinks;
import io.integrationhost.testkit.StartedTransport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A transport whose consumers are Kafka's own mocks: a test says what the group and broker do. */
final class MockedGroup implements AutoCloseable {

  static final String TOPIC = "meters";

  /** One that waits a little where a real one waits for the broker. */
  static final class TestConsumer extends MockConsumer<byte[], byte[]> {
    private final Map<Integer, Long> last = new HashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean holdsCommits;
    private RuntimeException forbidden;
    private RuntimeException thrown;
    private final Map<TopicPartition, long[]> damage = new HashMap<>();
    private volatile boolean hangs;
    private volatile int polls;

    TestConsumer() {
      super("earliest");
      updatePartitions(
          TOPIC, List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), new Node[0], new Node[0])));
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      meetDamage();
      ConsumerRecords<byte[], byte[]> polled = super.poll(timeout);
      polls++;
      if (polled.isEmpty() && !timeout.isZero()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      return polled;
    }

    /** As Kafka's own does: with each poll, until somebody seeks past it. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private synchronized void meetDamage() {
      for (Map.Entry<TopicPartition, long[]> each : damage.entrySet()) {
        TopicPartition partition = each.getKey();
        boolean isRead = assignment().contains(partition) && !paused().contains(partition);
        long[] range = each.getValue();
        if (isRead && position(partition) >= range[0] && position(partition) < range[1]) {
          polls++;
          throw new KafkaException(
              "Received exception when fetching the next record from "
                  + partition
                  + ". If needed, please seek past the record to continue consumption.",
              new KafkaException("Record batch is invalid, cause: Record is corrupt"));
        }
      }
    }

    /** What stands there cannot be read; nothing if they are the same. */
    synchronized void damage(int partition, long from, long end) {
      setMaxPollRecords(1);
      damage.put(new TopicPartition(TOPIC, partition), new long[] {from, end});
    }

    int polls() {
      return polls;
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
      if (forbidden != null) {
        throw forbidden;
      }
      super.commitSync(offsets);
      offsets.forEach((partition, offset) -> last.put(partition.partition(), offset.offset()));
    }

    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
      if (thrown != null) {
        RuntimeException once = thrown;
        thrown = null;
        throw once;
      }
      if (forbidden != null) {
        RuntimeException failure = forbidden;
        schedulePollTask(() -> callback.onComplete(offsets, failure));
      } else if (holdsCommits) {
        held.add(() -> super.commitAsync(offsets, callback));
      } else {
        super.commitAsync(offsets, callback);
      }
    }

    /** Fails them from now on; null: no more. */
    synchronized void failCommits(RuntimeException how) {
      forbidden = how;
    }

    /** Takes the next one not at all. */
    synchronized void throwAtCommit(RuntimeException how) {
      thrown = how;
    }

    synchronized boolean hasThrown() {
      return thrown == null;
    }

    /** Answers nothing that it is asked about the group. */
    void hangs(boolean now) {
      hangs = now;
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
        Set<TopicPartition> partitions, Duration timeout) {
      if (hangs) {
        throw new TimeoutException("no answer");
      }
      return super.committed(partitions, timeout);
    }

    /** Confirms nothing from now on, or confirms with the next poll what it has not. */
    synchronized void holdCommits(boolean now) {
      holdsCommits = now;
      held.forEach(this::schedulePollTask);
      held.clear();
    }

    /** By a commit that was waited for; also when it is closed. */
    synchronized long lastCommitted(int partition) {
      return last.getOrDefault(partition, -1L);
    }
  }

  private final List<TestConsumer> consumers = new ArrayList<>();
  private final List<RuntimeException> refusals = new ArrayList<>();
  private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
  private final Map<Integer, Long> offsets = new HashMap<>();
  private final KafkaPlugin plugin =
      new KafkaPlugin(
          (context, settings) ->
              new KafkaClients(context, settings) {
                @Override
                Consumer<byte[], byte[]> consumer() {
                  return next();
                }

                @Override
                Producer<byte[], byte[]> producer() {
                  return nextProducer();
                }
              });
  private Optional<StartedTransport> started = Optional.empty();
  private volatile Optional<CountDownLatch> made = Optional.empty();

  /** Tests of threads that answer at once need not look in long steps. */
  static ConditionFactory soon() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
  }

  static String slice(String more) {
    return "clientConfiguration {bootstrapServers: \"localhost:1\", topics: \""
        + TOPIC
        + "\", groupId: g, clientId: c}, retry.first: 100 ms, retry.most: 200 ms, commitInterval: 20 ms, "
        + more;
  }

  private synchronized TestConsumer next() {
    if (!refusals.isEmpty()) {
      throw refusals.remove(0);
    }
    TestConsumer next = new TestConsumer();
    consumers.add(next);
    return next;
  }

  synchronized void refuse(RuntimeException... how) {
    refusals.addAll(Arrays.asList(how));
  }

  KafkaPlugin plugin() {
    return plugin;
  }

  private Producer<byte[], byte[]> nextProducer() {
    made.ifPresent(
        latch -> {
          latch.countDown();
          LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(30));
        });
    return addProducer();
  }

  /** Whoever makes one counts down, and waits until it is interrupted. */
  void producersWait(CountDownLatch latch) {
    made = Optional.of(latch);
  }

  private synchronized Producer<byte[], byte[]> addProducer() {
    producers.add(
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()));
    return producers.get(producers.size() - 1);
  }

  /** The last that was made. */
  synchronized MockProducer<byte[], byte[]> producer() {
    return producers.get(producers.size() - 1);
  }

  synchronized int producersMade() {
    return producers.size();
  }

  /** What all producers were to send. */
  synchronized List<ProducerRecord<byte[], byte[]>> sent() {
    return producers.stream().flatMap(each -> each.history().stream()).toList();
  }

  StartedTransport start(String more) {
    return start(FakeContext.of(slice(more)));
  }

  StartedTransport start(FakeContext context) {
    StartedTransport transport = StartedTransport.start(plugin, context);
    started = Optional.of(transport);
    return transport;
  }

  StartedTransport started() {
    return started.orElseThrow();
  }

  RecordedUplinks uplinks() {
    return started().uplinks();
  }

  synchronized int consumersMade() {
    return consumers.size();
  }

  /** The consumer of now. */
  TestConsumer consumer() {
    soon().until(() -> consumersMade() > 0);
    synchronized (this) {
      return consumers.get(consumers.size() - 1);
    }
  }

  /** The group gives exactly these partitions. */
  void gives(int... partitions) {
    TestConsumer consumer = consumer();
    soon().until(() -> !consumer.subscription().isEmpty());
    List<TopicPartition> all =
        Arrays.stream(partitions).mapToObj(each -> new TopicPartition(TOPIC, each)).toList();
    consumer.schedulePollTask(
        () -> {
          Map<TopicPartition, Long> starts = new HashMap<>();
          all.forEach(each -> starts.put(each, 0L));
          consumer.updateBeginningOffsets(starts);
          consumer.rebalance(all);
        });
    soon().until(() -> consumer.assignment().equals(Set.copyOf(all)));
  }

  /** Messages come, with the next offsets. */
  void brings(int partition, String... texts) {
    for (String text : texts) {
      brings(partition, null, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }
  }

  void brings(int partition, byte[] key, byte[] value) {
    long offset = offsets.merge(partition, 1L, Long::sum) - 1;
    bringsAt(partition, offset, key, value);
  }

  void bringsAt(int partition, long offset, byte[] key, byte[] value) {
    TestConsumer consumer = consumer();
    ConsumerRecord<byte[], byte[]> message =
        new ConsumerRecord<>(
            TOPIC,
            partition,
            offset,
            1_700_000_000_000L,
            TimestampType.CREATE_TIME,
            0,
            0,
            key,
            value,
            new RecordHeaders(),
            Optional.empty());
    consumer.addRecord(message);
  }

  /** The offset that the broker knows; -1: none. */
  long committed(int partition) {
    var key = new TopicPartition(TOPIC, partition);
    OffsetAndMetadata known = consumer().committed(Set.of(key)).get(key);
    return known == null ? -1 : known.offset();
  }

  void awaitCommitted(int partition, long offset) {
    soon().untilAsserted(() -> assertThat(committed(partition)).isEqualTo(offset));
  }

  @Override
  public void close() {
    started.ifPresent(StartedTransport::close);
    plugin.close();
  }
}
