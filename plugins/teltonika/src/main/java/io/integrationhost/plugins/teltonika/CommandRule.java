package io.integrationhost.plugins.teltonika;

/**
 * How commands are sent.
 *
 * @param responseSeconds how long a response may take
 * @param waitSeconds how long a command may wait before it is sent
 * @param waiting how many commands of one device may wait
 * @param lineEnd whether CR LF follows a text
 */
record CommandRule(long responseSeconds, long waitSeconds, int waiting, boolean lineEnd) {}
