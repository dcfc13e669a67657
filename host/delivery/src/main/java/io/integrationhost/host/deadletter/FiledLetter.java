package io.integrationhost.host.deadletter;

/**
 * A letter that is on disk, as its file's name tells.
 *
 * @param bytes of the file
 * @param awaitsReplay whether a running host is to deliver it again
 */
public record FiledLetter(String integration, LetterId id, long bytes, boolean awaitsReplay) {}
