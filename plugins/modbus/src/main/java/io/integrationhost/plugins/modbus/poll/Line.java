package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.Session;
import io.integrationhost.plugins.modbus.frame.Frame;
import io.integrationhost.plugins.modbus.frame.Reply;
import io.integrationhost.plugins.modbus.plan.ConnectionPlan;
import io.integrationhost.plugins.modbus.plan.DevicePlan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The requests of one connection: a queue of writes, which go first, and one of reads, in which
 * polls take turns. It outlives its sessions, one at a time. Thread-safe; on a session's loop but
 * for downlinks.
 */
public final class Line {

  private static final int MOST_URGENT = 1_000;
  private static final int TRANSACTIONS = 65_535;

  private final ConnectionPlan plan;
  private final Ground ground;
  private final List<Unit> units = new ArrayList<>();
  private final Deque<Exchange> urgent = new ArrayDeque<>();
  private final Deque<Exchange> waiting = new ArrayDeque<>();
  private final Map<Integer, Exchange> withPeer = new HashMap<>();
  private final Polls polls;
  private final Debts debts = new Debts(this);
  private volatile Optional<Session<?>> session = Optional.empty();
  private final List<Runnable> afterwards = new ArrayList<>();
  private volatile int queued;
  private boolean isResting;
  private int lastTransaction;
  private long heardAt;

  /** A line without a session. */
  public Line(ConnectionPlan plan, Ground ground) {
    this.plan = plan;
    this.ground = ground;
    ConnectionPlan.Limits limits = plan.limits();
    plan.devices()
        .forEach(
            device ->
                units.add(
                    new Unit(
                        device,
                        new Delivery(
                            new Handover(
                                device.device(), device.unit(), plan.name(), ground.output()),
                            ground,
                            task -> later(limits.firstWait(), task)),
                        limits)));
    polls = new Polls(this, units);
  }

  /** What its configuration says. */
  public ConnectionPlan plan() {
    return plan;
  }

  Ground ground() {
    return ground;
  }

  List<Unit> units() {
    return units;
  }

  Polls polls() {
    return polls;
  }

  /** How many requests wait to be sent. */
  int queued() {
    return queued;
  }

  /** Whether it has a session now. */
  public boolean isConnected() {
    return session.isPresent();
  }

  /** What calls code of others is put off until the lock is free. */
  private void locked(Runnable task) {
    List<Runnable> now;
    try {
      synchronized (this) {
        task.run();
      }
    } finally {
      synchronized (this) {
        now = List.copyOf(afterwards);
        afterwards.clear();
        queued = urgent.size() + waiting.size();
      }
      now.forEach(Runnable::run);
    }
  }

  /** Runs a task of others' when the lock is free. */
  void afterwards(Runnable task) {
    afterwards.add(task);
  }

  /** A session has begun; one before it, which may not know of its end yet, is over. */
  public void opened(Session<?> now) {
    Optional<Session<?>> before = session;
    locked(
        () -> {
          loseAll("the device connected anew");
          session = Optional.of(now);
          isResting = false;
          heardAt = System.nanoTime();
          units.forEach(
              unit -> {
                unit.mayAsk(true);
                unit.delivery().goOn();
              });
          debts.forget();
          if (!plan.datagrams()) {
            // Nothing is late on a new stream; and no first answer looks like a line end.
            lastTransaction = 0;
          }
          polls.begin();
          pump();
        });
    before.ifPresent(old -> old.close("the device connected anew"));
  }

  /** A session has ended. */
  public void closed(Session<?> ended) {
    locked(
        () -> {
          if (isCurrent(ended)) {
            session = Optional.empty();
            loseAll("the connection has ended");
          }
        });
  }

  private boolean isCurrent(Session<?> other) {
    return session.filter(one -> one == other).isPresent();
  }

  private void loseAll(String why) {
    List<Exchange> lost = new ArrayList<>(withPeer.values());
    lost.addAll(urgent);
    lost.addAll(waiting);
    withPeer.clear();
    urgent.clear();
    waiting.clear();
    session = Optional.empty();
    lost.forEach(each -> each.failed(why));
    for (Unit unit : units) {
      if (unit.lost()) {
        ground.context().uplinks().disconnected(unit.plan().name());
      }
    }
  }

  /** Runs a task later, unless the session has ended by then. */
  void later(Duration wait, Runnable task) {
    session.ifPresent(
        now ->
            now.later(
                wait,
                () ->
                    locked(
                        () -> {
                          if (isCurrent(now)) {
                            task.run();
                            pump();
                          }
                        })));
  }

  /** Puts a read into the queue. */
  void ask(Exchange exchange) {
    if (session.isEmpty()) {
      exchange.failed("not connected");
      return;
    }
    waiting.add(exchange);
    pump();
  }

  /** Puts a request of a downlink before all reads. */
  void askFirst(Exchange exchange) {
    if (session.isEmpty() || urgent.size() >= MOST_URGENT) {
      exchange.failed(
          session.isEmpty() ? "not connected" : urgent.size() + " requests wait already");
      return;
    }
    urgent.add(exchange);
    pump();
  }

  private void pump() {
    while (session.isPresent() && !isResting && withPeer.size() < plan.limits().inFlight()) {
      Optional<Exchange> next = take(urgent).or(() -> take(waiting));
      if (next.isEmpty()) {
        return;
      }
      send(next.get(), session.get());
    }
  }

  /** The first one whose unit owes no answer that could be taken for its. */
  private Optional<Exchange> take(Deque<Exchange> queue) {
    Iterator<Exchange> each = queue.iterator();
    while (each.hasNext()) {
      Exchange exchange = each.next();
      if (!debts.holdBack(exchange)) {
        each.remove();
        if (!exchange.isCancelled()) {
          return Optional.of(exchange);
        }
      }
    }
    return Optional.empty();
  }

  private void send(Exchange exchange, Session<?> to) {
    do {
      lastTransaction = lastTransaction % TRANSACTIONS + 1;
    } while (withPeer.containsKey(lastTransaction));
    int transaction = lastTransaction;
    exchange.begin(transaction);
    withPeer.put(transaction, exchange);
    ground.count().requests().increment();
    var frame = new Frame(transaction, exchange.unit().plan().unit(), exchange.request().pdu());
    later(plan.limits().timeout(), () -> timeIsUp(exchange, transaction));
    var unused = to.send(plan.mode().write(frame));
  }

  /** A frame has come. */
  public void heard(Session<?> from, Frame frame) {
    locked(
        () -> {
          if (isCurrent(from)) {
            heard(frame);
          }
        });
  }

  private void heard(Frame frame) {
    Optional<Exchange> asked =
        plan.mode().hasTransactions()
            ? Optional.ofNullable(withPeer.get(frame.transaction()))
            : withPeer.values().stream().findFirst();
    Optional<Exchange> known = asked.filter(each -> each.unit().plan().unit() == frame.unit());
    Optional<Reply> reply = known.flatMap(each -> each.request().reply(frame.pdu()));
    if (reply.isEmpty()) {
      stranger(frame, known);
      return;
    }
    Exchange exchange = known.get();
    withPeer.remove(exchange.transaction());
    heardAt = System.nanoTime();
    answered(exchange, reply.get());
    rest();
    pump();
  }

  private void stranger(Frame frame, Optional<Exchange> known) {
    ground.count().refused().increment();
    debts.paid(frame.unit());
    String of =
        "connection '%s': unit %d sent a frame of function %d, transaction %d that is no answer to %s;"
            + " it is thrown away (late answers: raise the timeout)";
    Object asked = known.isPresent() ? known.get().request() : "anything asked";
    ground
        .log()
        .warn(
            "strangers",
            () ->
                of.formatted(
                    plan.name(), frame.unit(), frame.function(), frame.transaction(), asked));
    pump();
  }

  private void answered(Exchange exchange, Reply reply) {
    Unit unit = exchange.unit();
    debts.owes(unit.plan().unit(), exchange.tries() - 1);
    if (!reply.isGood()) {
      unit.excepted();
      ground.count().exceptions().increment();
    }
    if (reply.isAbsence()) {
      silent(unit, Reply.words(reply.exception()));
    } else if (unit.answered(ground.context().clock().instant())) {
      ground.context().uplinks().connected(unit.plan().name());
    }
    exchange.answered(reply);
  }

  private void rest() {
    if (!plan.limits().pause().isZero()) {
      isResting = true;
      later(plan.limits().pause(), () -> isResting = false);
    }
  }

  private void timeIsUp(Exchange exchange, int transaction) {
    if (!withPeer.remove(transaction, exchange)) {
      return;
    }
    exchange.unit().timedOut();
    ground.count().timeouts().increment();
    debts.owes(exchange.unit().plan().unit(), exchange.tries());
    if (exchange.mayTryAgain()) {
      (exchange.request().isWrite() ? urgent : waiting).addFirst(exchange);
      return;
    }
    String why =
        "no answer within "
            + plan.limits().timeout().toMillis()
            + " ms to "
            + exchange.request()
            + (exchange.tries() > 1 ? ", asked " + exchange.tries() + " times" : "");
    if (exchange.mayBeIgnored()) {
      exchange.failed(why);
      return;
    }
    silent(exchange.unit(), why);
    exchange.failed(why);
    List<Exchange> vain =
        waiting.stream().filter(each -> each.unit().equals(exchange.unit())).toList();
    waiting.removeAll(vain);
    vain.forEach(each -> each.failed(why));
  }

  /** A unit does not answer: it is left alone for a while, and the others are served. */
  private void silent(Unit unit, String why) {
    boolean isNew = !unit.isSilent();
    Duration wait = unit.silent(ground.context().clock().instant(), why);
    int silence = unit.silences();
    later(wait, () -> askAgain(unit, silence));
    dialAnew();
    if (unit.lost()) {
      ground.context().uplinks().disconnected(unit.plan().name());
    }
    if (isNew) {
      String of = "connection '%s': unit %d ('%s'): %s; it is asked less often until it answers";
      DevicePlan its = unit.plan();
      ground.log().warn("silent", () -> of.formatted(plan.name(), its.unit(), its.name(), why));
    }
  }

  /** A socket of datagrams does not end when a route or the peer's address is another one now. */
  private void dialAnew() {
    if (plan.datagrams() && System.nanoTime() - heardAt > 2 * plan.limits().mostWait().toNanos()) {
      session.ifPresent(now -> afterwards(() -> now.close("no device answers; dialled anew")));
    }
  }

  /** A silent unit may be asked again, unless it was since; whether a poll is due or not. */
  void askAgain(Unit unit, int silence) {
    if (unit.isSilent() && unit.silences() == silence) {
      unit.mayAsk(true);
      if (!polls.probe(unit)) {
        later(plan.limits().firstWait(), () -> askAgain(unit, silence));
      }
    }
  }

  /** What makes no frame, which its session has logged. */
  public void malformed() {
    ground.count().refused().increment();
  }

  /** Holds polls back, or lets them go on. */
  public synchronized void pause(boolean now) {
    polls.pause(now);
  }

  /**
   * Does what a downlink asks for.
   *
   * @return completes when the device has confirmed all of it
   */
  CompletionStage<Void> perform(Unit unit, Command command) {
    if (session.isEmpty()) {
      return Refusal.notNow(
          "device '" + unit.plan().name() + "': connection '" + plan.name() + "' is not open");
    }
    var task = new CommandRun(this, unit, command);
    locked(task::begin);
    return task.done();
  }
}
