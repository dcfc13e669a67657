package io.integrationhost.remote;

/**
 * How a stream ended.
 *
 * @param failure why; what to do is in its message
 * @param left we left, as we wanted
 * @param healthy the stream was a good one, so the next failure counts as the first
 * @param uncertain ThingsBoard may still take the stream for alive
 */
record SessionEnd(LinkFailure failure, boolean left, boolean healthy, boolean uncertain) {}
