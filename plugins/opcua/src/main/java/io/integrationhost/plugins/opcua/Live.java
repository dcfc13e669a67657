package io.integrationhost.plugins.opcua;

import io.integrationhost.plugin.Wire;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;

/** A session and what hangs on it. */
final class Live {
  final OpcUaClient client;
  final Subscriptions subscriptions;
  final Wire.Line line;
  final ServerSession.AtOnce atOnce;
  int failedScans;
  private int turns;
  volatile boolean isActive = true;
  volatile long inactiveSince;

  Live(
      OpcUaClient client,
      Subscriptions subscriptions,
      Wire.Line line,
      ServerSession.AtOnce atOnce) {
    this.client = client;
    this.subscriptions = subscriptions;
    this.line = line;
    this.atOnce = atOnce;
  }

  /** Changes whenever the session is lost: what was told of it before is not believed later. */
  synchronized int turn() {
    return turns;
  }

  /** The session is lost; the library makes another. */
  synchronized void lapse() {
    turns++;
    inactiveSince = System.nanoTime();
    isActive = false;
  }

  /**
   * There is a session again.
   *
   * @param turn in which that was told
   * @return whether that is news, and still so
   */
  synchronized boolean begin(int turn) {
    if (isActive || turn != turns) {
      return false;
    }
    isActive = true;
    return true;
  }
}
