package io.integrationhost.admin.metrics;

import io.integrationhost.converter.ScriptCounters;
import io.integrationhost.converter.ScriptFigures;
import io.integrationhost.host.deadletter.LetterCounts;
import io.integrationhost.host.integration.IntegrationFigures;
import io.integrationhost.host.integration.Spread;
import io.integrationhost.remote.LinkCounters;
import io.integrationhost.spool.SpoolHealth;
import io.integrationhost.spool.SpoolLosses;
import io.integrationhost.spool.SpoolStats;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metrics of one integration without its transports. */
final class IntegrationMetrics {

  private static final double NANOS = 1e9;

  private final Sink sink;
  private final IntegrationFigures figures;
  private final String name;
  private final Instant now;

  IntegrationMetrics(Sink sink, IntegrationFigures figures, Instant now) {
    this.sink = sink;
    this.figures = figures;
    this.name = figures.name();
    this.now = now;
  }

  void write() {
    life();
    link();
    data();
    spool();
    scripts("uplink", figures.scripts().uplinks(), figures.scripts().uplinksNow());
    scripts("downlink", figures.scripts().downlinks(), figures.scripts().downlinksNow());
    sink.put(Metric.CONVERTER_LOST_THREADS, figures.scripts().lostThreads(), name);
    sink.put(Metric.CONVERTER_PROCESSES, figures.scripts().processes(), name);
    letters("reading", figures.letters().readings());
    letters("payload", figures.letters().payloads());
    sink.put(Metric.DEAD_LETTERS_BLOCKED, figures.waitsForLetters(), name);
    downlinks();
    figures.spread().ifPresent(spread -> spread(sink, spread, name));
  }

  private void life() {
    sink.state(Metric.INTEGRATION_STATE, figures.phase(), name);
    sink.tally(Metric.INTEGRATION_STATE_CHANGES_TOTAL, figures.entries(), name);
    figures.type().ifPresent(type -> sink.put(Metric.INTEGRATION_INFO, 1, name, type));
    sink.put(Metric.INTEGRATION_PAUSED, figures.paused().intake(), name, "intake");
    sink.put(Metric.INTEGRATION_PAUSED, figures.paused().delivery(), name, "delivery");
    figures
        .pushes()
        .counts()
        .forEach(
            (source, outcomes) ->
                sink.tally(Metric.CONFIGURATION_PUSHES_TOTAL, outcomes, name, Sink.word(source)));
    figures
        .configured()
        .ifPresent(since -> sink.put(Metric.CONFIGURATION_TIMESTAMP_SECONDS, seconds(since), name));
  }

  private void link() {
    LinkCounters.Reading counts = figures.linkCounts();
    sink.put(Metric.LINK_CONNECTED, figures.connected(), name);
    Map<Object, Long> attempts = new HashMap<>(counts.failedAttempts());
    attempts.put("accepted", counts.accepted());
    sink.tally(Metric.LINK_ATTEMPTS_TOTAL, attempts, name);
    sink.tally(Metric.LINK_SESSIONS_ENDED_TOTAL, counts.ends(), name);
    figures
        .link()
        .sessionStart()
        .ifPresent(
            since -> sink.put(Metric.LINK_SESSION_START_TIMESTAMP_SECONDS, seconds(since), name));
    sink.put(Metric.LINK_REFRESHES_PLANNED, figures.link().refreshesPlanned(), name);
    sink.put(Metric.LINK_MESSAGES_SENT_TOTAL, counts.messages(), name);
    sink.put(Metric.LINK_SENT_BYTES_TOTAL, counts.bytes(), name);
    sink.put(Metric.LINK_ANSWERS_TOTAL, counts.succeeded(), name, "success");
    sink.put(Metric.LINK_ANSWERS_TOTAL, counts.limited(), name, "rate_limited");
    sink.put(Metric.LINK_ANSWERS_TOTAL, counts.refused(), name, "refused");
    sink.put(Metric.LINK_IN_FLIGHT_MESSAGES, figures.link().inFlight(), name);
    sink.put(Metric.LINK_RATE_LIMITED_SECONDS_TOTAL, figures.limitedNanos() / NANOS, name);
    sink.tally(Metric.LINK_PUSHES_TOTAL, counts.pushes(), name);
    counts
        .lastPush()
        .ifPresent(last -> sink.put(Metric.LINK_LAST_PUSH_TIMESTAMP_SECONDS, seconds(last), name));
    sink.tally(Metric.EVENTS_SENT_TOTAL, figures.events().sent(), name);
    figures
        .events()
        .dropped()
        .forEach(
            (why, kinds) ->
                kinds.forEach(
                    (kind, count) ->
                        sink.put(
                            Metric.EVENTS_DROPPED_TOTAL,
                            count,
                            name,
                            Sink.word(kind),
                            Sink.word(why))));
  }

  private void data() {
    sink.put(Metric.ITEMS_STORED_TOTAL, figures.delivery().stored(), name);
    sink.put(Metric.ITEMS_DELIVERED_TOTAL, figures.delivery().delivered(), name);
    sink.put(Metric.ITEMS_RESENT_TOTAL, figures.delivery().resentAfterLoss(), name, "session_lost");
    sink.put(Metric.ITEMS_RESENT_TOTAL, figures.delivery().resentAfterRefusal(), name, "refused");
    sink.put(Metric.ITEMS_REFUSED_TOTAL, figures.delivery().deadLetters(), name);
  }

  private void spool() {
    SpoolStats spool = figures.spool();
    sink.put(Metric.SPOOL_ITEMS, spool.records(), name);
    sink.put(Metric.SPOOL_BYTES, spool.bytes(), name);
    sink.put(Metric.SPOOL_DISK_BYTES, spool.diskBytes(), name);
    sink.put(Metric.SPOOL_MAX_BYTES, spool.maxBytes(), name);
    double age =
        spool
            .oldest()
            .map(oldest -> Math.max(0, Duration.between(oldest, now).toMillis() / 1000.0))
            .orElse(0.0);
    sink.put(Metric.SPOOL_OLDEST_ITEM_AGE_SECONDS, age, name);
    sink.put(Metric.SPOOL_WAITING_APPENDS, spool.waiting(), name);
    SpoolLosses lost = spool.losses();
    sink.put(Metric.SPOOL_LOST_ITEMS_TOTAL, lost.overflowRecords(), name, "overflow");
    sink.put(Metric.SPOOL_LOST_ITEMS_TOTAL, lost.expiredRecords(), name, "expired");
    sink.put(Metric.SPOOL_LOST_ITEMS_TOTAL, lost.damagedRecords(), name, "damaged");
    sink.put(Metric.SPOOL_LOST_BYTES_TOTAL, lost.overflowBytes(), name, "overflow");
    sink.put(Metric.SPOOL_LOST_BYTES_TOTAL, lost.expiredBytes(), name, "expired");
    sink.put(Metric.SPOOL_LOST_BYTES_TOTAL, lost.damagedBytes(), name, "damaged");
    SpoolHealth.State state = spool.health().state();
    // It stores; what it has lost is counted above.
    boolean stores = state == SpoolHealth.State.LOSS;
    sink.state(Metric.SPOOL_STATE, stores ? SpoolHealth.State.OK : state, name);
  }

  private void scripts(String direction, ScriptCounters.Reading counts, ScriptFigures.State now) {
    Map<Object, Long> results = new LinkedHashMap<>(counts.failed());
    results.put("converted", counts.converted());
    results.put("empty", counts.empty());
    sink.tally(Metric.CONVERSIONS_TOTAL, results, name, direction);
    sink.put(Metric.CONVERSION_CPU_SECONDS_TOTAL, counts.cpuNanos() / NANOS, name, direction);
    sink.put(Metric.CONVERTER_WAITING, now.waiting(), name, direction);
    sink.put(Metric.CONVERTER_BLOCKED, now.blocked(), name, direction);
    sink.put(Metric.CONVERTER_BLOCKED_SOURCES, now.blockedSources(), name, direction);
  }

  private void letters(String kind, LetterCounts.Figures letters) {
    letters
        .stock()
        .ifPresent(
            stock -> {
              sink.put(Metric.DEAD_LETTERS, stock.letters(), name, kind);
              sink.put(Metric.DEAD_LETTERS_BYTES, stock.bytes(), name, kind);
            });
    sink.put(Metric.DEAD_LETTERS_ADDED_TOTAL, letters.added(), name, kind);
    sink.put(Metric.DEAD_LETTERS_REMOVED_TOTAL, letters.replayed(), name, kind, "replayed");
    sink.put(Metric.DEAD_LETTERS_REMOVED_TOTAL, letters.evicted(), name, kind, "evicted");
    sink.put(Metric.DEAD_LETTERS_REMOVED_TOTAL, letters.purged(), name, kind, "purged");
  }

  private void downlinks() {
    sink.put(Metric.DOWNLINKS_RECEIVED_TOTAL, figures.downlinks().received(), name);
    sink.tally(Metric.DOWNLINKS_SETTLED_TOTAL, figures.downlinks().ends(), name);
    sink.put(Metric.DOWNLINKS_WAITING, figures.downlinks().waiting(), name);
    sink.put(Metric.DOWNLINKS_WAITING_BYTES, figures.downlinks().waitingBytes(), name);
  }

  /**
   * The histograms of one integration, or of all together.
   *
   * @param owner its name; none for all together
   */
  static void spread(Sink sink, Spread spread, String... owner) {
    sink.put(Metric.UPLINK_PAYLOAD_BYTES, spread.uplinks().payloadBytes().read(), owner);
    sink.put(Metric.UPLINK_RECEIPT_DURATION_SECONDS, spread.uplinks().receiptTimes().read(), owner);
    sink.put(Metric.DELIVERY_DELAY_SECONDS, spread.deliveries().read(), owner);
    sink.put(Metric.LINK_ANSWER_DURATION_SECONDS, spread.answers().read(), owner);
    sink.put(Metric.LINK_MESSAGE_ITEMS, spread.messageItems().read(), owner);
    sink.put(Metric.LINK_MESSAGE_BYTES, spread.messageBytes().read(), owner);
    sink.put(Metric.DOWNLINK_HANDOVER_DURATION_SECONDS, spread.handovers().read(), owner);
    String up = "uplink";
    String down = "downlink";
    sink.put(Metric.CONVERSION_DURATION_SECONDS, spread.uplinkScripts().read(), and(owner, up));
    sink.put(Metric.CONVERSION_DURATION_SECONDS, spread.downlinkScripts().read(), and(owner, down));
  }

  private static String[] and(String[] owner, String direction) {
    return owner.length == 0 ? new String[] {direction} : new String[] {owner[0], direction};
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }
}
