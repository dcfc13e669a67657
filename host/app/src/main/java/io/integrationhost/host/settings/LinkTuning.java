package io.integrationhost.host.settings;

import java.time.Duration;

/**
 * How a link behaves.
 *
 * @param serviceId what ThingsBoard shows as the origin of events (facts 3.1)
 * @param heartbeat an idle link proves itself after this time (facts 2.6)
 * @param answerTimeout an unanswered message ends the session after this time
 * @param window messages in flight
 */
public record LinkTuning(
    String serviceId, Duration heartbeat, Duration answerTimeout, int window) {}
