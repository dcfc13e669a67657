package io.integrationhost.emulator;

import io.integrationhost.emulator.ReceivedItem.Kind;

/** Counts the items of one uplink message; used by one thread. */
final class Tally {
  private final long[] items = new long[Kind.values().length];
  private long readings;
  private long values;

  void item(Kind kind) {
    items[kind.ordinal()]++;
  }

  void readings(long more) {
    readings += more;
  }

  void values(long more) {
    values += more;
  }

  ReceivedCounts message(boolean success) {
    return new ReceivedCounts(
        1,
        success ? 0 : 1,
        items[Kind.DEVICE.ordinal()],
        items[Kind.ASSET.ordinal()],
        items[Kind.STATISTICS.ordinal()],
        items[Kind.EVENT.ordinal()],
        items[Kind.MESSAGE.ordinal()],
        readings,
        values);
  }
}
