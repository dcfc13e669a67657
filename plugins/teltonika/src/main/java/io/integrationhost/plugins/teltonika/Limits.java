package io.integrationhost.plugins.teltonika;

/**
 * What the transport allows.
 *
 * @param connections open at once
 * @param frames of all connections on their way to the host
 * @param datagrams on their way to the host
 * @param data bytes in the data field of a frame
 * @param loginSeconds from the connection to the login
 * @param frameSeconds from the beginning of a frame to its end
 * @param idleSeconds without input; 0: no limit
 */
record Limits(
    int connections,
    int frames,
    int datagrams,
    int data,
    int loginSeconds,
    int frameSeconds,
    int idleSeconds) {}
