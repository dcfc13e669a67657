package io.integrationhost.plugins.tcp;

/**
 * What the transport allows.
 *
 * @param connections open at once
 * @param unanswered messages of one connection on their way to the host
 * @param unansweredOfAll the same for all connections together
 * @param idleSeconds without input; 0: no limit
 */
record Limits(int connections, int unanswered, int unansweredOfAll, int idleSeconds) {}
