package io.integrationhost.remote;

import java.time.Instant;
import java.util.Optional;

/**
 * A link at one moment.
 *
 * @param sessionStart when ThingsBoard accepted the session of now; empty without one
 * @param inFlight messages that wait for their answers
 * @param refreshesPlanned reconnects still due since ThingsBoard may push nothing to this session
 */
public record LinkFigures(Optional<Instant> sessionStart, int inFlight, int refreshesPlanned) {}
