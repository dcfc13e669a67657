package io.integrationhost.bench;

/** Something that is measured once, and whose figures can be had at any time. */
public sealed interface Measurement permits Bench, Density, UdpBench {

  /**
   * Measures.
   *
   * @throws BenchException when something cannot be run, or it was ended early
   */
  BenchReport run();

  /** Has the run end soon with a {@link BenchException}; for any thread. */
  void end();

  /** What is measured so far; for any thread. */
  BenchReport report();
}
