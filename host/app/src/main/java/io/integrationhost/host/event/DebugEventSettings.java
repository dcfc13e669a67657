package io.integrationhost.host.event;

/**
 * How much an integration may say while somebody debugs it.
 *
 * @param atOnce events at once
 * @param maxPerMinute events in the long run
 * @param maxText characters of one field of an event; what is longer is cut
 */
public record DebugEventSettings(int atOnce, int maxPerMinute, int maxText) {}
