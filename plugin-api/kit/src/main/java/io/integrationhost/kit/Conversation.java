package io.integrationhost.kit;

import io.integrationhost.plugin.Downlink;
import java.util.concurrent.CompletionStage;

/**
 * What a protocol says on one connection: the one interface that its author writes. One object per
 * connection, whose fields are the connection's state; a peer that comes again gets a new one.
 *
 * <p>The kit calls it on the connection's loop, one call at a time. A loop serves many connections,
 * so no method may block; what takes long belongs to {@link Workers}.
 *
 * @param <F> what the framing cuts the stream into
 */
public interface Conversation<F> {

  /**
   * Takes one frame. An exception counts as a malformed frame: it is logged with the frame's
   * beginning and goes on as {@link #fault} says.
   *
   * @param frame one whole message of the peer
   */
  void frame(F frame);

  /** The connection is usable: after TLS and PROXY header; of a client: connected. */
  default void opened() {}

  /**
   * Bytes that make no frame, a frame that is late, or one for which there is no memory. Counted
   * and logged already.
   *
   * @param fault what is wrong
   * @return whether to go on with the next frame; else the connection gets the answers that are due
   *     and ends. Only asked for faults that can go on; the others end in any case
   */
  default boolean fault(Fault fault) {
    return fault.canGoOn();
  }

  /**
   * Sends a downlink to a device that this connection reaches.
   *
   * @param session the session of this conversation
   * @param downlink what to send
   * @return completes or fails as {@link io.integrationhost.plugin.Transport#downlink} says
   */
  default CompletionStage<Void> downlink(Session<F> session, Downlink downlink) {
    return session.send(downlink.payload());
  }

  /**
   * The peer has said its last; what it said before may still be handed over. The connection ends
   * when all that came is answered. Where no answer is worth while then, close it here.
   */
  default void peerEnded() {}

  /** The connection is gone; nothing is called any more. */
  default void closed() {}
}
