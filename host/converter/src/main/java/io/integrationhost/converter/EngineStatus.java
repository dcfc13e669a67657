package io.integrationhost.converter;

/**
 * For health and metrics.
 *
 * @param workers threads that can run scripts
 * @param busy how many of them run one
 * @param lost threads held by scripts that could not be stopped; more than 0 is worth an alarm
 * @param queued messages that wait for a thread of this process, of all converters
 */
public record EngineStatus(int workers, int busy, int lost, int queued) {}
