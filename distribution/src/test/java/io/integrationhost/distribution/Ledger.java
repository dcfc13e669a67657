package io.integrationhost.distribution;

import io.integrationhost.emulator.Reading;
import io.integrationhost.emulator.ReceivedItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * What devices sent, what they were told is stored, and what ThingsBoard received. Lives in the
 * tests' process, so it survives every fault of the host. Safe for any thread.
 */
final class Ledger implements Consumer<ReceivedItem> {

  private final Map<String, Account> accounts = new ConcurrentSkipListMap<>();

  /** The number of the device's next reading, which counts as sent from now on. */
  int send(String device) {
    return account(device).send();
  }

  /** The device was told that this reading is stored. */
  void acknowledge(String device, int number) {
    account(device).acknowledge(number);
  }

  /** The host has reported this reading as lost; it is not expected any more. */
  void excuse(String device, int number) {
    account(device).excuse(number);
  }

  @Override
  public void accept(ReceivedItem item) {
    if (item.kind() == ReceivedItem.Kind.DEVICE) {
      for (Reading reading : item.telemetry()) {
        account(item.name()).receive((Long) reading.values().get("temperature"));
      }
    }
  }

  /** How many readings the device has sent. */
  int sent(String device) {
    return account(device).sent();
  }

  long acknowledged() {
    return sum(account -> account.acknowledged.cardinality());
  }

  /** Different readings that arrived. */
  long received() {
    return sum(account -> account.received.cardinality());
  }

  /** Readings that arrived again. */
  long duplicates() {
    return sum(account -> account.duplicates);
  }

  /** Readings whose first arrival came after the first arrival of a later one. */
  long disorder() {
    return sum(account -> account.disorder);
  }

  /** Arrivals of readings that nobody sent, or that the host had reported as lost. */
  long invented() {
    return sum(account -> account.invented);
  }

  /** The longest time from the answer OK to the arrival, of all devices but this one. */
  Duration longestDelay(String except) {
    return Duration.ofNanos(
        accounts.entrySet().stream()
            .filter(each -> !each.getKey().equals(except))
            .mapToLong(each -> each.getValue().longestDelay())
            .max()
            .orElse(0));
  }

  long lost() {
    return sum(account -> account.lost().cardinality());
  }

  /** The lost readings as {@code device/number}, the first hundred. */
  List<String> lostReadings() {
    List<String> all = new ArrayList<>();
    accounts.forEach(
        (device, account) ->
            account.snapshotOfLost().stream()
                .limit(100 - all.size())
                .forEach(number -> all.add(device + "/" + number)));
    return all;
  }

  /** What devices were told is stored and has not arrived, by device. */
  Map<String, BitSet> underWay() {
    Map<String, BitSet> all = new TreeMap<>();
    accounts.forEach((device, account) -> all.put(device, account.snapshotOfLost()));
    return all;
  }

  /** How many of these have still not arrived. */
  long stillUnderWay(Map<String, BitSet> former) {
    Map<String, BitSet> now = underWay();
    return former.entrySet().stream()
        .mapToLong(
            each -> {
              BitSet both = (BitSet) each.getValue().clone();
              both.and(now.get(each.getKey()));
              return both.cardinality();
            })
        .sum();
  }

  /** Excuses everything that is missing now. */
  void excuseLost() {
    accounts.values().forEach(Account::excuseLost);
  }

  @Override
  public String toString() {
    return "%d acknowledged, %d of them missing, %d arrived, %d of them again, %d out of order, %d invented"
        .formatted(
            acknowledged(),
            lost(),
            received() + duplicates(),
            duplicates(),
            disorder(),
            invented());
  }

  private long sum(ToLongFunction<Account> figure) {
    long sum = 0;
    for (Account account : accounts.values()) {
      synchronized (account) {
        sum += figure.applyAsLong(account);
      }
    }
    return sum;
  }

  private Account account(String device) {
    return accounts.computeIfAbsent(device, name -> new Account());
  }

  /** One device. */
  private static final class Account {
    private final BitSet acknowledged = new BitSet();
    private final BitSet received = new BitSet();
    private final BitSet excused = new BitSet();
    private final Map<Integer, Long> acknowledgedAt = new HashMap<>();
    private long longestDelay;
    private int sent;
    private long newest = -1;
    private long duplicates;
    private long disorder;
    private long invented;

    synchronized int send() {
      return sent++;
    }

    synchronized int sent() {
      return sent;
    }

    synchronized void acknowledge(int number) {
      acknowledged.set(number);
      if (!received.get(number)) {
        acknowledgedAt.put(number, System.nanoTime());
      }
    }

    synchronized void excuse(int number) {
      excused.set(number);
    }

    synchronized void receive(long number) {
      if (number < 0 || number >= sent || excused.get((int) number)) {
        invented++;
      } else if (received.get((int) number)) {
        duplicates++;
      } else {
        disorder += number < newest ? 1 : 0;
        newest = Math.max(newest, number);
        received.set((int) number);
        Long since = acknowledgedAt.remove((int) number);
        longestDelay = Math.max(longestDelay, since == null ? 0 : System.nanoTime() - since);
      }
    }

    synchronized long longestDelay() {
      return longestDelay;
    }

    synchronized void excuseLost() {
      excused.or(lost());
    }

    synchronized BitSet snapshotOfLost() {
      return lost();
    }

    private BitSet lost() {
      BitSet lost = (BitSet) acknowledged.clone();
      lost.andNot(received);
      lost.andNot(excused);
      return lost;
    }
  }
}
