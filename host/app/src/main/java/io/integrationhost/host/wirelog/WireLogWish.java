package io.integrationhost.host.wirelog;

import java.time.Duration;
import java.util.Optional;

/**
 * What is to be written.
 *
 * @param time for how long
 * @param transport only this one
 * @param session only this one
 * @param device only sessions of this one, once they are known to be
 * @param hex hexadecimal also for what could be shown as text
 */
public record WireLogWish(
    Duration time,
    Optional<String> transport,
    Optional<String> session,
    Optional<String> device,
    boolean hex) {}
