package io.integrationhost.host.integration;

import io.integrationhost.converter.ScriptFigures;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.board.PushFigures;
import io.integrationhost.host.deadletter.LetterCounts;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.delivery.EventCounters;
import io.integrationhost.host.downlink.DownlinkCounters;
import io.integrationhost.host.front.TransportFigures;
import io.integrationhost.remote.LinkCounters;
import io.integrationhost.remote.LinkFigures;
import io.integrationhost.spool.SpoolStats;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All numbers of one integration at one moment; not taken at one instant. Counters grow from the
 * start of the integration on.
 *
 * @param type as ThingsBoard names it; empty before the first configuration
 * @param entries how often each state was entered
 * @param configured when the configuration in use was put to use
 * @param connected whether ThingsBoard has accepted the integration
 * @param limitedNanos how long nothing was sent since ThingsBoard said that too much came
 * @param waitsForLetters whether delivery waits for room for dead letters
 * @param spread of this integration alone; empty while all share one
 */
public record IntegrationFigures(
    String name,
    Optional<String> type,
    Phase phase,
    Map<Phase, Long> entries,
    Paused paused,
    PushFigures pushes,
    Optional<Instant> configured,
    boolean connected,
    LinkFigures link,
    LinkCounters.Reading linkCounts,
    EventCounters.Reading events,
    DeliveryCounters.Snapshot delivery,
    long limitedNanos,
    SpoolStats spool,
    ScriptFigures scripts,
    LetterCounts letters,
    boolean waitsForLetters,
    DownlinkCounters.Reading downlinks,
    List<TransportFigures> transports,
    Optional<Spread> spread) {}
