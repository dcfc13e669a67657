package io.integrationhost.host.delivery;

/**
 * How uplinks are put together into messages.
 *
 * @param maxRecords items in one message
 * @param maxBytes of one message, well under the server's 4 MiB (facts 2.1)
 */
public record BatchSettings(int maxRecords, long maxBytes) {}
