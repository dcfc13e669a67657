package io.integrationhost.host.delivery;

import io.integrationhost.plugin.Value;
import io.integrationhost.spool.StoredRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A record on its way to ThingsBoard. Confined to the thread that delivers. */
final class OutgoingRecord {

  private final StoredRecord stored;
  private byte[] record;
  private Map<String, Older> older = Map.of();
  private Optional<Runnable> whenSettled = Optional.empty();
  private long rank;

  OutgoingRecord(StoredRecord stored) {
    this.stored = stored;
    this.record = stored.record();
    this.rank = stored.position();
  }

  StoredRecord stored() {
    return stored;
  }

  /** What is to be done when ThingsBoard has it, or it is safe elsewhere, or needs not be sent. */
  void whenSettled(Runnable task) {
    whenSettled = Optional.of(task);
  }

  void settled() {
    whenSettled.ifPresent(Runnable::run);
  }

  /** Whether it was set aside, and does not come from the spool. */
  boolean isReleased() {
    return whenSettled.isPresent();
  }

  long position() {
    return stored.position();
  }

  /** Its place in the order of delivery: the position, but for what was set aside (before all). */
  long rank() {
    return rank;
  }

  void rank(long place) {
    rank = place;
  }

  /** As it stands in the spool. */
  byte[] original() {
    return stored.record();
  }

  /** As it travels: without attributes of which a later record carries newer values. */
  byte[] record() {
    return record;
  }

  void record(byte[] changed) {
    record = changed;
  }

  /**
   * Values that earlier records gave up for newer ones in this one; needed should it never pass.
   */
  Map<String, Value> older() {
    Map<String, Value> values = new LinkedHashMap<>();
    older.forEach((key, given) -> values.put(key, given.value()));
    return values;
  }

  /** A part of this one with another record, which takes over the older values. */
  OutgoingRecord part(byte[] content) {
    OutgoingRecord part =
        new OutgoingRecord(new StoredRecord(position(), content, stored.appendedAt()));
    part.rank = rank;
    part.older = older;
    older = Map.of();
    return part;
  }

  /** Takes over a value that an earlier record gives up. */
  void keepOlder(String key, Value value, long position) {
    if (older.isEmpty()) {
      older = new LinkedHashMap<>();
    }
    older.merge(
        key,
        new Older(position, value),
        (former, latter) -> latter.position() > former.position() ? latter : former);
  }

  /** ThingsBoard has a value of this position, or a newer one. */
  void dropOlder(String key, long position) {
    if (!older.isEmpty()) {
      older.computeIfPresent(key, (same, given) -> given.position() < position ? null : given);
    }
  }

  private record Older(long position, Value value) {}
}
