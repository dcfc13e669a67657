package io.integrationhost.emulator;

import io.integrationhost.emulator.ReceivedItem.Kind;

/** Counts the items of one uplink message; used by one thread. */
final class Tally {
  private long devices;
  private long assets;
  private long statistics;
  private long events;
  private long customMessages;
  private long readings;
  private long values;

  void item(Kind kind) {
    switch (kind) {
      case DEVICE -> devices++;
      case ASSET -> assets++;
      case STATISTICS -> statistics++;
      case EVENT -> events++;
      case MESSAGE -> customMessages++;
    }
  }

  void content(long moreReadings, long moreValues) {
    readings += moreReadings;
    values += moreValues;
  }

  ReceivedCounts message(boolean success) {
    return new ReceivedCounts(
        1, success ? 0 : 1, devices, assets, statistics, events, customMessages, readings, values);
  }
}
