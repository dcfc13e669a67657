package io.integrationhost.spool;

import java.nio.ByteBuffer;

/** The memory in which one round of the committer frames its records. */
final class RoundBuffer {

  private static final int BYTES = 4 << 20;
  private static final int WORTH_USING = 64 << 10;

  private final ByteBuffer shared = ByteBuffer.allocateDirect(BYTES);

  void clear() {
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
