package io.integrationhost.emulator;

/**
 * The streams of an integration.
 *
 * @param connected accepted streams that are open now, the forgotten ones included
 * @param connects streams accepted so far
 * @param refused connections refused so far; those with an unknown key belong to no integration
 * @param reachable true when a push finds a session; false with an open stream is a deaf session
 *     (facts 2.3)
 */
public record Sessions(int connected, long connects, long refused, boolean reachable) {}
