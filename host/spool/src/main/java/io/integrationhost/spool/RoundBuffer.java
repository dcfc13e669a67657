package io.integrationhost.spool;

import java.nio.ByteBuffer;

/** The memory in which one round of the committer frames its records; grows with the load. */
final class RoundBuffer {

  private static final int FIRST_BYTES = 128 << 10;
  private static final int LARGEST_BYTES = 4 << 20;
  private static final int WORTH_USING = 16 << 10;

  private ByteBuffer shared = ByteBuffer.allocateDirect(FIRST_BYTES);

  /** Starts the next round: a larger one if the last one filled the buffer. */
  void clear() {
    if (!hasRoom() && shared.capacity() < LARGEST_BYTES) {
      shared = ByteBuffer.allocateDirect(Math.min(LARGEST_BYTES, shared.capacity() * 4));
    }
    shared.clear();
  }

  boolean hasRoom() {
    return shared.remaining() >= WORTH_USING;
  }

  int room() {
    return shared.remaining();
  }

  /** The shared buffer, or one of its own for what does not fit. */
  ByteBuffer with(int needed) {
    return shared.remaining() >= needed ? shared : ByteBuffer.allocate(needed);
  }
}
