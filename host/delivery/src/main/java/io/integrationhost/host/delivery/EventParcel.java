package io.integrationhost.host.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events of one message, those that matter most first. */
final class EventParcel {

  private final int maxEvents;
  private final int maxBytes;
  private final List<LastingEvent> lasting = new ArrayList<>();
  private final List<DebugEvent> debug = new ArrayList<>();
  private Optional<StatisticsReport> statistics = Optional.empty();
  private int bytes;

  EventParcel(int maxEvents, int maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /** Whether there is room; the first one always has. */
  boolean takes(int length) {
    int events = lasting.size() + debug.size();
    return bytes == 0 || (events < maxEvents && bytes + length <= maxBytes);
  }

  void add(LastingEvent event) {
    lasting.add(event);
    bytes += event.bytes().length;
  }

  void add(StatisticsReport report) {
    statistics = Optional.of(report);
    bytes += report.event().length + report.telemetry().length;
  }

  void addDebug(DebugEvent event) {
    debug.add(event);
    bytes += event.bytes().length;
  }

  boolean isEmpty() {
    return bytes == 0;
  }

  List<byte[]> records() {
    List<byte[]> all = new ArrayList<>();
    statistics.ifPresent(report -> all.add(report.telemetry()));
    lasting.forEach(event -> all.add(event.bytes()));
    statistics.ifPresent(report -> all.add(report.event()));
    debug.forEach(event -> all.add(event.bytes()));
    return all;
  }

  List<LastingEvent> lasting() {
    return lasting;
  }

  Optional<StatisticsReport> statistics() {
    return statistics;
  }

  List<DebugEvent> debug() {
    return debug;
  }
}
