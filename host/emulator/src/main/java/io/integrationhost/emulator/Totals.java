package io.integrationhost.emulator;

import java.util.concurrent.atomic.LongAdder;

/** Adds up counts of many threads. */
final class Totals {
  private final LongAdder messages = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder devices = new LongAdder();
  private final LongAdder assets = new LongAdder();
  private final LongAdder statistics = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder customMessages = new LongAdder();
  private final LongAdder readings = new LongAdder();
  private final LongAdder values = new LongAdder();

  void add(ReceivedCounts more) {
    messages.add(more.messages());
    failed.add(more.failed());
    devices.add(more.devices());
    assets.add(more.assets());
    statistics.add(more.statistics());
    events.add(more.events());
    customMessages.add(more.customMessages());
    readings.add(more.readings());
    values.add(more.values());
  }

  ReceivedCounts sum() {
    return new ReceivedCounts(
        messages.sum(),
        failed.sum(),
        devices.sum(),
        assets.sum(),
        statistics.sum(),
        events.sum(),
        customMessages.sum(),
        readings.sum(),
        values.sum());
  }
}
