package io.integrationhost.kit;

import io.integrationhost.plugin.Memory;

/**
 * What the host has granted of its {@link Memory} to one owner, taken and given back in steps of 1
 * MiB. Not thread-safe: the owner has a lock, or a thread.
 */
public final class Grant {

  private static final long STEP = 1 << 20;

  private final Memory memory;
  private final long most;
  private long granted;

  /**
   * Nothing is granted yet.
   *
   * @param most bytes that the owner wants to hold; steps end there
   */
  public Grant(Memory memory, long most) {
    this.memory = memory;
    this.most = most;
  }

  /**
   * Asks for what is missing.
   *
   * @param held bytes that are, or are to be, held in all
   * @return whether they are granted; if not, what was granted before still is
   */
  public boolean covers(long held) {
    if (held <= granted) {
      return true;
    }
    long steps = granted + (held - granted + STEP - 1) / STEP * STEP;
    long wanted = Math.max(held, Math.min(steps, most));
    if (!memory.take(wanted - granted)) {
      return false;
    }
    granted = wanted;
    return true;
  }

  /**
   * Gives back what is not needed; one step stays, or each message would ask the host, but none
   * when nothing is held.
   *
   * @param held bytes that are still held in all
   */
  public void shrink(long held) {
    long kept = held <= 0 ? 0 : (held + 2 * STEP - 1) / STEP * STEP;
    if (granted > kept) {
      memory.give(granted - kept);
      granted = kept;
    }
  }
}
