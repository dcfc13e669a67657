package io.integrationhost.kit.transport;

/**
 * What all connections of a transport with the same limits share.
 *
 * @param permits for uplinks under way
 * @param budget of what they make us keep
 */
record Limits(Permits permits, Budget budget) {}
