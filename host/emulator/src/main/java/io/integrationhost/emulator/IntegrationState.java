package io.integrationhost.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the server knows of one integration: its configuration, its registry entry, its streams.
 * Thread-safe; calls sessions only without holding a lock that a session may wait for.
 */
final class IntegrationState {
  private final Gate gate = new Gate();
  private final Totals totals = new Totals();
  private final Set<Session> streams = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Session> registered = new AtomicReference<>();
  private final Queue<Push> beforeConnectResponse = new ConcurrentLinkedQueue<>();
  private final AtomicLong connects = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile EmulatedIntegration integration;
  private volatile AnswerRules rules;
  private volatile ConnectFault fault = ConnectFault.NONE;

  IntegrationState(EmulatedIntegration integration, AnswerPolicy policy) {
    this.integration = integration;
    this.rules = new AnswerRules(policy);
  }

  EmulatedIntegration integration() {
    return integration;
  }

  void integration(EmulatedIntegration changed) {
    integration = changed;
  }

  AnswerRules rules() {
    return rules;
  }

  void rules(AnswerRules newRules) {
    rules = newRules;
  }

  ConnectFault fault() {
    return fault;
  }

  void fault(ConnectFault newFault) {
    fault = newFault;
  }

  Gate gate() {
    return gate;
  }

  Totals totals() {
    return totals;
  }

  Queue<Push> beforeConnectResponse() {
    return beforeConnectResponse;
  }

  void countRefusal() {
    refused.incrementAndGet();
  }

  /** Overwrites the registry entry (facts 2.3). */
  void register(Session session) {
    streams.add(session);
    connects.incrementAndGet();
    registered.set(session);
  }

  /** Ends a stream that resolved this integration: whatever is registered goes (facts 2.3). */
  void evict(Session session, boolean faithful) {
    streams.remove(session);
    if (faithful) {
      registered.set(null);
    } else {
      registered.compareAndSet(session, null);
    }
  }

  void forgetSession() {
    registered.set(null);
  }

  Optional<Session> registered() {
    return Optional.ofNullable(registered.get());
  }

  List<Session> streams() {
    return new ArrayList<>(streams);
  }

  Sessions sessions() {
    return new Sessions(streams.size(), connects.get(), refused.get(), registered.get() != null);
  }

  /** Holds answers back. Thread-safe. */
  static final class Gate {
    private boolean open = true;
    private long permits;

    synchronized void hold() {
      open = false;
      permits = 0;
    }

    synchronized void open() {
      open = true;
    }

    synchronized void let(int answers) {
      permits += answers;
    }

    synchronized boolean tryPass() {
      if (open) {
        return true;
      }
      if (permits == 0) {
        return false;
      }
      permits--;
      return true;
    }
  }

  /** Adds up counts of many threads. */
  static final class Totals {
    private final LongAdder messages = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder devices = new LongAdder();
    private final LongAdder assets = new LongAdder();
    private final LongAdder statistics = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder customMessages = new LongAdder();
    private final LongAdder readings = new LongAdder();
    private final LongAdder values = new LongAdder();

    void add(ReceivedCounts more) {
      messages.add(more.messages());
      failed.add(more.failed());
      devices.add(more.devices());
      assets.add(more.assets());
      statistics.add(more.statistics());
      events.add(more.events());
      customMessages.add(more.customMessages());
      readings.add(more.readings());
      values.add(more.values());
    }

    ReceivedCounts sum() {
      return new ReceivedCounts(
          messages.sum(),
          failed.sum(),
          devices.sum(),
          assets.sum(),
          statistics.sum(),
          events.sum(),
          customMessages.sum(),
          readings.sum(),
          values.sum());
    }
  }
}
