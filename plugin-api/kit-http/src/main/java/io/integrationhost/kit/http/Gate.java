package io.integrationhost.kit.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether requests of one site are taken, and how many are under way. Thread-safe. */
final class Gate {

  private final CompletableFuture<Void> empty = new CompletableFuture<>();
  private int underWay;
  private boolean paused;
  private boolean closed;

  /** One request comes in; false: not now. */
  synchronized boolean enter() {
    if (paused || closed) {
      return false;
    }
    underWay++;
    return true;
  }

  synchronized boolean isOpen() {
    return !paused && !closed;
  }

  void leave() {
    boolean last;
    synchronized (this) {
      underWay--;
      last = closed && underWay == 0;
    }
    if (last) {
      empty.complete(null);
    }
  }

  synchronized void pause(boolean now) {
    paused = now;
  }

  /** Takes no more; completes when none is under way. */
  CompletionStage<Void> close() {
    boolean last;
    synchronized (this) {
      closed = true;
      last = underWay == 0;
    }
    if (last) {
      empty.complete(null);
    }
    return empty;
  }
}
