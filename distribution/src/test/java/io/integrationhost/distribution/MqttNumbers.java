package io.integrationhost.distribution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Publishes {@code number,attempt} to a broker and counts what it confirms. What was not confirmed,
 * or what the broker had lost when it came back, is published again as the next attempt: so that
 * repetitions can be told from those of others, and everything has to arrive.
 *
 * <p>What the broker still had is known from the session of a witness, which is subscribed as the
 * host is and takes its messages only when the broker was killed.
 */
final class MqttNumbers {

  private static final String TOPIC = "numbers";
  private static final String MARK = "mark";
  private static final String WITNESS = "witness";
  private static final int BATCH = 20;
  private static final long PAUSE_MILLIS = 50;

  private final int port;
  private final int qos;
  private final Semaphore room;
  private final BitSet confirmed = new BitSet();
  private final NavigableMap<Integer, Integer> again = new TreeMap<>();
  private final NavigableMap<Integer, Integer> sinceStart = new TreeMap<>();
  private Thread thread;
  private volatile boolean isStopped;
  private int next;
  private int forgotten;
  private int marks;

  /**
   * Publishes nothing yet.
   *
   * @param room one for each new number
   */
  MqttNumbers(int port, int qos, Semaphore room) {
    this.port = port;
    this.qos = qos;
    this.room = room;
  }

  /** Has the broker keep what the host has to get from now on. */
  void watch() throws IOException {
    try (var witness = new MqttPeer(port, WITNESS, false)) {
      witness.subscribe(TOPIC, qos);
      witness.subscribe(MARK, 1);
    }
  }

  /** The broker is not killed any more: what nobody takes would only slow it down. */
  void unwatch() throws IOException {
    new MqttPeer(port, WITNESS, true).close();
  }

  void start() {
    isStopped = false;
    thread = new Thread(this::run, "publisher");
    thread.start();
  }

  /** Ends when the broker has confirmed what is under way, or is gone. */
  void stop() throws InterruptedException {
    isStopped = true;
    thread.join();
  }

  /** The broker was killed and is back, and nobody publishes: what did it still have? */
  void recount() throws IOException {
    Set<String> kept = new HashSet<>();
    String mark = MARK + ++marks;
    try (var witness = new MqttPeer(port, WITNESS, false)) {
      witness.mark(MARK, mark);
      witness.takeUntil(mark, kept::add);
    }
    sinceStart.forEach(
        (number, attempt) -> {
          if (!kept.contains(number + "," + attempt)) {
            confirmed.clear(number);
            again.put(number, attempt + 1);
            forgotten++;
          }
        });
    sinceStart.clear();
  }

  /** What has to arrive, while nobody publishes. */
  BitSet confirmed() {
    return (BitSet) confirmed.clone();
  }

  /** How much the broker had confirmed and lost. */
  int forgotten() {
    return forgotten;
  }

  /** What it publishes again at the next {@link #start}. */
  int left() {
    return again.size();
  }

  private void run() {
    do {
      NavigableMap<Integer, Integer> open = new TreeMap<>();
      try (var peer = new MqttPeer(port, "publisher", true)) {
        do {
          publish(peer, open);
        } while (!isStopped);
      } catch (IOException e) {
        // The broker was killed, or is not back yet.
      } catch (InterruptedException e) {
        return;
      }
      open.forEach((number, attempt) -> again.put(number, attempt + 1));
      pause();
    } while (!isStopped);
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      isStopped = true;
    }
  }

  private void publish(MqttPeer peer, NavigableMap<Integer, Integer> open)
      throws IOException, InterruptedException {
    while (open.size() < BATCH && !again.isEmpty()) {
      var first = again.pollFirstEntry();
      open.put(first.getKey(), first.getValue());
    }
    while (open.size() < BATCH && room.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      open.put(next++, 1);
    }
    List<Integer> numbers = new ArrayList<>(open.keySet());
    List<String> messages = numbers.stream().map(each -> each + "," + open.get(each)).toList();
    peer.publish(
        TOPIC,
        qos,
        messages,
        place -> {
          int number = numbers.get(place);
          confirmed.set(number);
          sinceStart.put(number, open.remove(number));
        });
  }
}
