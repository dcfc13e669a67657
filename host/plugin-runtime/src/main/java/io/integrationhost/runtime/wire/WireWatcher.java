package io.integrationhost.runtime.wire;

import io.integrationhost.plugin.Wire;

/**
 * Somebody who looks at what passes on the sockets of a transport. Called on threads of the plugin,
 * often: must not block and should not throw.
 */
public interface WireWatcher {

  /**
   * Bytes have come from a peer.
   *
   * @param session as it is now
   * @param bytes the watcher's own, at most {@link TransportWire#MOST_COPIED}
   * @param length how many there were
   */
  void received(SessionView session, byte[] bytes, int length);

  /** Bytes went to a peer; otherwise as {@link #received}. */
  void sent(SessionView session, byte[] bytes, int length);

  /** A session has begun. */
  default void opened(SessionView session) {}

  /** A session has ended. */
  default void closed(SessionView session, Wire.End why) {}
}
