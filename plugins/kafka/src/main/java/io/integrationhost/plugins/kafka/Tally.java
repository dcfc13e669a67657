package io.integrationhost.plugins.kafka;

import io.integrationhost.plugin.Counter;
import io.integrationhost.plugin.TransportContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a transport counts and shows. Written by the poll thread, read by any. */
final class Tally {

  /**
   * How it stood at the last look, about once a second.
   *
   * @param lag messages that the broker has beyond those that are done with; below zero: not known
   * @param waiting messages that came and are not under way
   */
  record Standing(int assigned, long lag, int underWay, int waiting, int paused, long bytes) {}

  private final Counter settled;
  private final Counter refused;
  private final Counter tombstones;
  private final Counter passedOver;
  private final Counter rebalances;
  private final Counter failedCommits;
  private volatile Standing standing = new Standing(0, 0, 0, 0, 0, 0);
  private volatile Optional<Instant> committed = Optional.empty();
  private volatile String member = "";
  private volatile long pollMillis;
  private volatile long messages;
  private volatile long skipped;
  private volatile long unreadable;

  Tally(TransportContext context) {
    settled = context.counter("messages_settled", "Messages stored, needing no storing, or filed.");
    refused =
        context.counter("messages_refused", "Messages that the host did not take; offered again.");
    tombstones = context.counter("tombstones_skipped", "Messages without a value.");
    passedOver =
        context.counter(
            "unreadable_skipped", "Offsets passed over because the broker's copy is damaged.");
    rebalances = context.counter("rebalances", "Times that partitions were given or taken.");
    failedCommits = context.counter("commits_failed", "Commits of offsets that failed.");
    context.gauge("assigned_partitions", "Partitions read here.", () -> standing.assigned());
    context.gauge("paused_partitions", "Partitions not read now.", () -> standing.paused());
    context.gauge(
        "lag_messages",
        "Messages that the broker has and that are not done with.",
        () -> {
          if (standing.lag() < 0) {
            throw new IllegalStateException("not known");
          }
          return standing.lag();
        });
    context.gauge("under_way_messages", "Messages on their way.", () -> standing.underWay());
    context.gauge("buffered_bytes", "Bytes of messages kept here.", () -> standing.bytes());
  }

  // Volatile counts have one writer, the poll thread.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void settled() {
    settled.increment();
    messages++;
  }

  void refused() {
    refused.increment();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  void tombstone() {
    tombstones.increment();
    skipped++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  void passedOver() {
    passedOver.increment();
    unreadable++;
  }

  void rebalance() {
    rebalances.increment();
  }

  void committed(Instant when) {
    committed = Optional.of(when);
  }

  void failedCommit() {
    failedCommits.increment();
  }

  void member(String id) {
    member = id;
  }

  void polled(long millis) {
    pollMillis = millis;
  }

  void stands(Standing now) {
    standing = now;
  }

  Map<String, String> facts(Settings settings) {
    Standing now = standing;
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("broker", settings.bootstrapServers());
    facts.put("topics", String.join(", ", settings.topics()));
    facts.put("group", settings.groupId());
    facts.put("member", member);
    facts.put("partitions", now.assigned() + (now.paused() > 0 ? ", paused " + now.paused() : ""));
    facts.put("lag", now.lag() < 0 ? "not known" : now.lag() + " messages");
    facts.put("under way", now.underWay() + ", waiting " + now.waiting());
    facts.put("settled", messages + ", without a value " + skipped);
    if (unreadable > 0) {
      facts.put("damaged", unreadable + " passed over");
    }
    facts.put("last commit", committed.map(Instant::toString).orElse("none yet"));
    facts.put("last poll", pollMillis + " ms");
    return facts;
  }
}
