package io.integrationhost.plugin;

/**
 * The memory that a transport may fill with what others make it keep: unfinished messages, answers
 * that a device does not read. Each plugin has its own class loader and libraries, so only the host
 * can bound the sum; it grants a share of its setting {@code plugins.memory}. All methods may be
 * called from any thread and never block.
 *
 * <p>Take in steps, such as 1 MiB, instead of for each message. The host takes back what is left
 * when the transport has stopped.
 */
@ProvidedByHost
public interface Memory {

  /** Grants everything and counts nothing. */
  Memory UNBOUNDED =
      new Memory() {
        @Override
        public boolean take(long bytes) {
          return true;
        }

        @Override
        public void give(long bytes) {}

        @Override
        public String toString() {
          return "Memory.UNBOUNDED";
        }
      };

  /**
   * Asks for memory, before it is filled. All or nothing; one transport gets at most half of what
   * is free at that moment.
   *
   * @param bytes not below zero
   * @return whether it was granted; if not, nothing was taken: stop reading, or let go of something
   * @throws IllegalArgumentException for a number below zero
   */
  boolean take(long bytes);

  /**
   * Gives back what {@link #take} granted. More than was granted counts as all of it.
   *
   * @param bytes not below zero
   * @throws IllegalArgumentException for a number below zero
   */
  void give(long bytes);
}
