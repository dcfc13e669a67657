package io.integrationhost.spool;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory in which one round of the committer frames its records; grows with the load. */
final class RoundBuffer {

  private static final Logger LOG = LoggerFactory.getLogger(RoundBuffer.class);
  private static final int FIRST_BYTES = 128 << 10;
  private static final int LARGEST_BYTES = 4 << 20;
  private static final int WORTH_USING = 16 << 10;

  /** An attempt without memory holds up all spools for half a second. */
  private static final long TRY_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

  private final LimitedLog failures = new LimitedLog(LOG);
  private ByteBuffer shared = ByteBuffer.allocateDirect(FIRST_BYTES);
  private boolean refused;
  private long refusedAt;

  /** Starts the next round: a larger one if the last one filled the buffer. */
  void clear() {
    if (!hasRoom() && shared.capacity() < LARGEST_BYTES && mayGrow()) {
      try {
        shared = ByteBuffer.allocateDirect(Math.min(LARGEST_BYTES, shared.capacity() * 4));
      } catch (OutOfMemoryError e) {
        refused = true;
        refusedAt = System.nanoTime();
        failures.warn("No memory for larger rounds; going on with {} bytes", shared.capacity());
      }
    }
    shared.clear();
  }

  private boolean mayGrow() {
    return !refused || System.nanoTime() - refusedAt > TRY_AGAIN_NANOS;
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
