package io.integrationhost.plugin;

/**
 * Counts what a plugin wants to show among the host's metrics. Only grows. All methods may be
 * called from any thread, cost about as much as an addition, and never fail.
 */
@ProvidedByHost
public interface Counter {

  /** Counts nothing. */
  Counter IGNORED =
      new Counter() {
        @Override
        public void add(long amount) {}

        @Override
        public Counter of(String value) {
          return this;
        }

        @Override
        public String toString() {
          return "Counter.IGNORED";
        }
      };

  /**
   * Counts several at once. What is below zero is not counted. A counter with a label counts it
   * under the value {@code other}.
   *
   * @param amount how many
   */
  void add(long amount);

  /** Counts one. */
  default void increment() {
    add(1);
  }

  /**
   * The part of this counter that counts one value of its label. Cheap, but where the value is
   * known beforehand keep the result.
   *
   * @param value one of those that the counter was made with; any other counts as {@code other}, so
   *     that what a device sends never makes metrics grow
   * @return a counter without a label; of a counter that has no label, the counter itself
   */
  Counter of(String value);
}
