package io.integrationhost.admin.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Slows down who guesses tokens, by address. Safe for any thread. */
public final class LoginLimit {

  static final int FAILURES = 10;
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 1_000;

  private final LongSupplier nanoTime;
  private final Map<String, Deque<Long>> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  /**
   * Nobody has failed yet.
   *
   * @param nanoTime as of {@link System#nanoTime}
   */
  public LoginLimit(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** After how many seconds tokens of this address are looked at again; 0: they are now. */
  synchronized int secondsToWait(String address) {
    Deque<Long> times = failures.get(network(address));
    if (times == null) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    while (!times.isEmpty() && now - times.peekFirst() >= PERIOD.toNanos()) {
      times.removeFirst();
    }
    return times.size() < FAILURES
        ? 0
        : (int)
            Math.max(1, Duration.ofNanos(times.peekFirst() + PERIOD.toNanos() - now).toSeconds());
  }

  synchronized void failed(String address) {
    Deque<Long> times = failures.computeIfAbsent(network(address), unused -> new ArrayDeque<>());
    times.addLast(nanoTime.getAsLong());
    if (times.size() > FAILURES) {
      times.removeFirst();
    }
  }

  /** A machine has many addresses of IP version 6: what counts is its network. */
  private static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return bytes.length == 16 ? Arrays.toString(Arrays.copyOf(bytes, 8)) : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
