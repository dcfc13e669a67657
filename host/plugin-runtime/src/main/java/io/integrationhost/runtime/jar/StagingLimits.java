package io.integrationhost.runtime.jar;

/**
 * Bounds on what a jar may hold, against mistakes and zip bombs. All sizes in bytes.
 *
 * @param jarBytes of the jar file itself
 * @param entries of the jar
 * @param unpackedBytes of all entries of the jar together
 * @param libraries in {@code lib/}
 * @param textBytes of one text that is read into memory, such as {@code plugin.conf}
 */
record StagingLimits(long jarBytes, int entries, long unpackedBytes, int libraries, int textBytes) {

  static final StagingLimits DEFAULT =
      new StagingLimits(512L << 20, 100_000, 1L << 30, 500, 1 << 20);
}
