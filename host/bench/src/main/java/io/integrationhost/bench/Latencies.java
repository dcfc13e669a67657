package io.integrationhost.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Histograms of microseconds. */
final class Latencies {

  /** From writing a reading to the socket to the device's answer. */
  static final String TO_OK = "socket_to_ok";

  /** From writing a reading to the socket to the server. */
  static final String TO_SERVER = "socket_to_server";

  private static final long LONGEST = TimeUnit.MINUTES.toMicros(5);
  private static final int DIGITS = 3;

  private Latencies() {}

  static Histogram empty() {
    return new Histogram(LONGEST, DIGITS);
  }

  static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.min(LONGEST, TimeUnit.NANOSECONDS.toMicros(nanos)));
  }
}
