package io.integrationhost.runtime.jar;

/** A bound that several reads share; counts bytes that were really read. Not thread-safe. */
final class Budget {

  private final long limit;
  private final String what;
  private long used;

  /**
   * A bound.
   *
   * @param what is bounded, as the subject of a sentence
   */
  Budget(long limit, String what) {
    this.limit = limit;
    this.what = what;
  }

  void take(long bytes) throws JarProblem {
    used += bytes;
    if (used > limit) {
      throw new JarProblem(
          what + " is larger than " + limit + " bytes", "remove what a plugin does not need");
    }
  }
}
