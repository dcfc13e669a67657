package io.integrationhost.plugins.teltonika;

/**
 * What is done about a device that sends for ever a frame which cannot be accepted.
 *
 * @param alarmAfter how often the same frame is refused before an alarm
 * @param release whether the frame is then stored as it is and answered as accepted
 */
record PoisonRule(int alarmAfter, boolean release) {}
