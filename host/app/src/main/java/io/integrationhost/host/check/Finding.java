package io.integrationhost.host.check;

/**
 * One thing that was looked at.
 *
 * @param subject what was looked at
 * @param good whether it is as it should be
 * @param message what was found and, if it is not good, what to do
 */
public record Finding(String subject, boolean good, String message) {}
