package io.integrationhost.runtime.wire;

import java.time.Instant;
import java.util.Optional;

/**
 * One open session of a transport at one moment.
 *
 * @param source what its uplinks bear
 * @param remote the peer's address
 * @param device whose it is, when that is known
 * @param heard when bytes last came
 * @param received bytes so far
 * @param sent bytes so far
 * @param faults so far
 * @param paused whether the transport does not read it now
 */
public record SessionView(
    String source,
    String remote,
    Optional<String> device,
    Instant since,
    Optional<Instant> heard,
    long received,
    long sent,
    long faults,
    boolean paused) {}
