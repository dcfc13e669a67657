package io.integrationhost.runtime.jar;

/**
 * Bounds on what a jar may hold, against mistakes and zip bombs. All sizes in bytes. There is no
 * bound on the ratio of compression: honest files compress a thousandfold, and what a bomb does is
 * bounded by these.
 *
 * @param jarBytes of the jar file itself
 * @param entries of the jar, and of each of its libraries
 * @param directoryBytes of the zip directories of the jar and its libraries together, which stay in
 *     memory as long as the plugin
 * @param unpackedBytes of all entries of the jar together, and again of all entries of its
 *     libraries together
 * @param libraries in {@code lib/}
 * @param manifestBytes of one manifest, index or signature, which Java reads into memory
 * @param textBytes of one text that the host reads into memory, such as {@code plugin.conf}
 */
record StagingLimits(
    long jarBytes,
    int entries,
    long directoryBytes,
    long unpackedBytes,
    int libraries,
    int manifestBytes,
    int textBytes) {

  static final StagingLimits DEFAULT =
      new StagingLimits(
          512L << 20, ZipEnd.MOST_ENTRIES, 64L << 20, 1L << 30, 500, 16 << 20, 1 << 20);
}
