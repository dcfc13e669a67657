package io.integrationhost.kit.transport;

import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What the connections of one port on one loop make us keep, and for how long: messages that have
 * not ended, messages that wait for the host, payloads under way. Belongs to its loop.
 *
 * <p>When it may keep no more, it depends on whom it waits for. If on the host, those who send are
 * not read until there is room. If on peers that do not end their messages, one of those goes that
 * have been at it longest: the one that holds most.
 */
final class Ledger {

  /** So much of each connection is always kept: a small device is served whoever else attacks. */
  static final int FREE = 1024;

  private static final long STEP = 64 * 1024;
  private static final int CANDIDATES = 16;
  private static final long OLD = TimeUnit.SECONDS.toNanos(1);
  private static final String NO_ROOM =
      "messages that have not ended hold all the memory that they may, so connections with others are"
          + " closed; find the devices whose messages do not end, raise maxBufferedBytes, or give the"
          + " host more heap (-Xmx)";

  private final Budget budget;
  private final Service service;
  private final EventLoop loop;
  private final Times times;
  private final Set<Connection<?>> waiting = new LinkedHashSet<>();
  private long granted;
  private long used;
  private long unfinished;
  private long underWay;
  private int connections;
  private boolean waking;
  private volatile long busySince;
  private volatile Thread thread;

  Ledger(Service service, Budget budget, EventLoop loop, Times times) {
    this.service = service;
    this.budget = budget;
    this.loop = loop;
    this.times = times;
  }

  /** The loop begins something for a connection. */
  void begins() {
    if (thread == null) {
      thread = Thread.currentThread();
    }
    busySince = System.nanoTime();
  }

  void ends() {
    busySince = 0;
  }

  /** Who holds the loop for so long. Any thread; null when nobody does. */
  Thread heldFor(long nanos) {
    long since = busySince;
    return since != 0 && System.nanoTime() - since >= nanos ? thread : null;
  }

  Times times() {
    return times;
  }

  /** One more connection. */
  void opened() {
    connections++;
    if (connections == 1) {
      sweepLater();
    }
  }

  void closed(Connection<?> connection) {
    connections--;
    waiting.remove(connection);
    settle();
  }

  /** Books bytes, or gives them back; whoever books looks whether it {@link #isOver()} then. */
  void book(long bytes) {
    used += bytes;
    if (bytes < 0) {
      settle();
    }
  }

  /** Of what is booked, so much belongs to messages that peers have not ended. */
  void bookUnfinished(long bytes) {
    unfinished += bytes;
  }

  /** Books a payload, or gives it back. */
  void bookUnderWay(long bytes) {
    underWay += bytes;
    book(bytes);
  }

  /** Whether there is more than may be; takes more of the budget if that helps. */
  boolean isOver() {
    while (used > granted) {
      if (!budget.take(STEP)) {
        return true;
      }
      granted += STEP;
    }
    return false;
  }

  /** Whether one more payload may go to the host; one always may, so that nothing stands still. */
  boolean mayPublish() {
    return underWay == 0 || !isOver();
  }

  /** Calls {@link Inbox#goOn()} when there is room. */
  void await(Connection<?> connection) {
    waiting.add(connection);
  }

  private void settle() {
    long spare = granted - Math.max(0, used);
    if (spare >= 2 * STEP || (used == 0 && granted > 0)) {
      long back = used == 0 ? granted : spare / STEP * STEP - STEP;
      granted -= back;
      budget.give(back);
    }
    if (!waiting.isEmpty() && !waking) {
      waking = true;
      try {
        loop.execute(this::wake);
      } catch (RejectedExecutionException ended) {
        waiting.clear();
      }
    }
  }

  private void wake() {
    waking = false;
    for (int i = waiting.size(); i > 0 && !waiting.isEmpty() && mayPublish(); i--) {
      Connection<?> next = waiting.iterator().next();
      waiting.remove(next);
      next.inbox().goOn();
    }
  }

  /** Finds room for an unfinished message, at the cost of somebody, perhaps of who asks. */
  void makeRoom(Connection<?> asking) {
    while (isOver()) {
      if (underWay > 0 && unfinished < used / 2) {
        asking.inbox().pause();
        return;
      }
      Connection<?> largest = largestOfTheOldest(asking);
      service.reports().lacks(NO_ROOM, "");
      largest.inbox().shed();
      if (largest == asking) {
        return;
      }
    }
  }

  private Connection<?> largestOfTheOldest(Connection<?> asking) {
    long now = service.net().nanoTime();
    Connection<?> largest = asking;
    long most = 0;
    AgeList.Place place = times.begun().oldest();
    for (int i = 0; i < CANDIDATES && place != null && now - place.since() >= OLD; i++) {
      if (place.owner.inbox().held() > most) {
        most = place.owner.inbox().held();
        largest = place.owner;
      }
      place = times.begun().after(place);
    }
    return largest;
  }

  private void sweepLater() {
    var unused = loop.schedule(this::sweep, 1, TimeUnit.SECONDS);
  }

  private void sweep() {
    if (connections > 0) {
      sweepLater();
      times.sweep(service.net().nanoTime());
    }
  }
}
