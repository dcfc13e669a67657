package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Cuts the stream of one connection into frames of one of ThingsBoard's handlers. */
interface Framer {

  /**
   * Takes from the beginning of what came: one frame, bytes that make no frame, or nothing as long
   * as more must come. Called again while it takes something.
   *
   * @param in read as far as it was taken
   * @param out gets one {@link Inbound} at most
   */
  void take(ByteBuf in, List<Object> out);

  /** Whether what comes now is thrown away, because it belongs to bytes that were reported. */
  boolean isSkipping();

  /** What an unfinished frame lacks, and what to look at, for people. */
  String lack();
}
