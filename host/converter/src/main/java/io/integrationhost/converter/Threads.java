package io.integrationhost.converter;

/** The only place of this package that makes threads. */
final class Threads {
  /**
   * Room for deep recursion in scripts: the engine turns an overflow into an error of the script.
   */
  private static final long STACK_BYTES = 2L << 20;

  private Threads() {}

  /** A platform thread: only those have counters of time and memory. */
  static Thread create(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }
}
