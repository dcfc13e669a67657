package io.integrationhost.kit;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Cuts the stream of one connection into frames. */
interface Framer extends Framing.Unfinished {

  /**
   * Takes from the beginning of what came: one frame, bytes that make no frame, or nothing as long
   * as more must come. Called again while it takes something.
   *
   * @param in read as far as it was taken
   * @param out gets one frame or {@link Fault} at most
   */
  void take(ByteBuf in, List<Object> out);

  /** Whether what is left at the end of a datagram is a frame. */
  default boolean endsWithDatagram() {
    return false;
  }
}
