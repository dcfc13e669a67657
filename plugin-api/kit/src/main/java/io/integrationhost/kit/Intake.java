package io.integrationhost.kit;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Publishes for clients that are built on a library: so many uplinks are under way at most, and who
 * waits is served in the order of waiting. Nobody is blocked: what waits is a stage, and who gets
 * one that is not begun stops reading until it is. Thread-safe.
 */
public final class Intake {

  /** One turn in the order of waiting. */
  private record Turn(Uplink uplink, CompletableFuture<Receipt> receipt) {}

  private final Uplinks uplinks;
  private final int most;
  private final int mostWaiting;
  private final Deque<Turn> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean paused;
  private boolean closed;
  private boolean goingOn;
  private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

  /**
   * An intake of one transport.
   *
   * @param uplinks of the transport
   * @param most under way to the host; below what the host allows one transport (10000)
   * @param mostWaiting that wait for their turn; more are refused
   */
  public Intake(Uplinks uplinks, int most, int mostWaiting) {
    if (most < 1 || mostWaiting < 0) {
      throw new IllegalArgumentException("no room: " + most + ", waiting " + mostWaiting);
    }
    this.uplinks = uplinks;
    this.most = most;
    this.mostWaiting = mostWaiting;
  }

  /**
   * Publishes when it is its turn.
   *
   * @param uplink what came
   * @return the receipt; acknowledge to a broker if it {@linkplain Receipt#isSettled() is settled},
   *     else offer the uplink again later. Fails as unavailable when too many wait or the intake is
   *     closed
   */
  public CompletionStage<Receipt> publish(Uplink uplink) {
    var turn = new Turn(uplink, new CompletableFuture<>());
    synchronized (this) {
      if (closed) {
        return Refusal.notNow("the transport is stopping");
      }
      if (paused || underWay >= most || !waiting.isEmpty()) {
        if (waiting.size() >= mostWaiting) {
          return Refusal.notNow(
              waiting.size()
                  + " uplinks wait for the host already; stop reading until there is room");
        }
        if (room.isDone()) {
          room = new CompletableFuture<>();
        }
        waiting.add(turn);
        return turn.receipt();
      }
      underWay++;
    }
    begin(turn);
    return turn.receipt();
  }

  /**
   * Completes when nobody waits: then a library may read on. Ask before each read.
   *
   * @return done already while there is room
   */
  public synchronized CompletionStage<Void> room() {
    return room.minimalCompletionStage();
  }

  /**
   * How many wait for their turn.
   *
   * @return for health and gauges
   */
  public synchronized int waiting() {
    return waiting.size();
  }

  /**
   * Holds back what is not under way, or lets it go.
   *
   * @param pause whether to hold back
   */
  public void pause(boolean pause) {
    synchronized (this) {
      paused = pause;
    }
    goOn();
  }

  /** Takes nothing more; what waits fails as unavailable, what is under way gets its receipts. */
  public void close() {
    Deque<Turn> left;
    CompletableFuture<Void> waited;
    synchronized (this) {
      closed = true;
      left = new ArrayDeque<>(waiting);
      waiting.clear();
      waited = room;
    }
    left.forEach(
        turn -> turn.receipt().completeExceptionally(Refusal.unavailable("the transport stops")));
    waited.complete(null);
  }

  private void begin(Turn turn) {
    CompletionStage<Receipt> published;
    try {
      published = uplinks.publish(turn.uplink());
    } catch (Throwable e) {
      end(turn, null, e);
      if (e instanceof Error error) {
        throw error;
      }
      return;
    }
    published.whenComplete((receipt, failure) -> end(turn, receipt, failure));
  }

  private void end(Turn turn, Receipt receipt, Throwable failure) {
    synchronized (this) {
      underWay--;
    }
    if (failure == null) {
      turn.receipt().complete(receipt);
    } else {
      turn.receipt().completeExceptionally(failure);
    }
    goOn();
  }

  /** By one at a time: what is done at once must not call this from within. */
  private void goOn() {
    synchronized (this) {
      if (goingOn) {
        return;
      }
      goingOn = true;
    }
    try {
      while (beginNext()) {
        // Until there is no room, or nobody waits.
      }
    } catch (Error e) {
      synchronized (this) {
        goingOn = false;
      }
      throw e;
    }
  }

  private boolean beginNext() {
    Turn next;
    CompletableFuture<Void> free = null;
    synchronized (this) {
      if (paused || closed || underWay >= most || waiting.isEmpty()) {
        goingOn = false;
        return false;
      }
      next = waiting.remove();
      underWay++;
      if (waiting.isEmpty()) {
        free = room;
      }
    }
    begin(next);
    if (free != null) {
      free.complete(null);
    }
    return true;
  }
}
