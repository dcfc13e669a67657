package io.integrationhost.distribution;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes {@code number,attempt} into a durable queue and counts as sent what RabbitMQ confirms.
 * What was not confirmed when a connection ends is published again as the next attempt, so that its
 * own repetitions and those of others can be told apart. Safe for any thread.
 */
final class NumberedPublisher {

  private static final String QUEUE = "numbers";
  private static final long PAUSE_MILLIS = 200;

  private final int port;
  private final Semaphore room;
  private final Thread thread = new Thread(this::run, "publisher");
  private final BitSet confirmed = new BitSet();
  private final NavigableMap<Integer, Integer> again = new TreeMap<>();
  private volatile boolean isClosed;
  private int next;

  /**
   * Publishes nothing yet.
   *
   * @param room one for each new number
   */
  NumberedPublisher(int port, Semaphore room) {
    this.port = port;
    this.room = room;
  }

  void start() {
    thread.start();
  }

  BitSet confirmed() {
    synchronized (confirmed) {
      return (BitSet) confirmed.clone();
    }
  }

  private void run() {
    while (!isClosed) {
      NavigableMap<Long, Map.Entry<Integer, Integer>> open = new ConcurrentSkipListMap<>();
      try (Connection connection = connect();
          Channel channel = connection.createChannel()) {
        publish(channel, open);
      } catch (IOException | TimeoutException | ShutdownSignalException e) {
        // RabbitMQ was killed, or is not back yet.
      } catch (InterruptedException e) {
        return;
      }
      open.values().forEach(each -> again.put(each.getKey(), each.getValue() + 1));
      pause();
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      isClosed = true;
    }
  }

  private Connection connect() throws IOException, TimeoutException {
    var factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection("publisher");
  }

  private void publish(Channel channel, NavigableMap<Long, Map.Entry<Integer, Integer>> open)
      throws IOException, InterruptedException, TimeoutException {
    channel.queueDeclare(QUEUE, true, false, false, Map.of());
    channel.confirmSelect();
    channel.addConfirmListener(
        new ConfirmListener() {
          @Override
          public void handleAck(long number, boolean multiple) {
            var done =
                multiple ? open.headMap(number, true) : open.subMap(number, true, number, true);
            synchronized (confirmed) {
              done.values().forEach(each -> confirmed.set(each.getKey()));
            }
            done.clear();
          }

          @Override
          public void handleNack(long number, boolean multiple) {
            throw new IllegalStateException("RabbitMQ has no reason to refuse");
          }
        });
    while (!isClosed) {
      Map.Entry<Integer, Integer> message = again.pollFirstEntry();
      if (message == null && room.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        message = Map.entry(next++, 1);
      }
      if (message != null) {
        open.put(channel.getNextPublishSeqNo(), message);
        channel.basicPublish(
            "",
            QUEUE,
            MessageProperties.MINIMAL_PERSISTENT_BASIC,
            (message.getKey() + "," + message.getValue()).getBytes(StandardCharsets.UTF_8));
      } else if (!channel.isOpen()) {
        return;
      }
    }
    channel.waitForConfirms(TimeUnit.SECONDS.toMillis(10));
  }

  /** Ends when the last one is confirmed. */
  void stop() throws InterruptedException {
    isClosed = true;
    thread.join();
  }
}
