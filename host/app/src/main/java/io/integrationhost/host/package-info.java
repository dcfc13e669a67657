/**
 * The running host: {@link io.integrationhost.host.Host} wires integrations, plugins and what they
 * share, and ends them in the reverse order. Rooms from the top: settings, integration; uplink,
 * delivery and downlink as three roads that do not see each other's threads; event, deadletter,
 * store and plan below. Commands, benchmarks and tools for authors live in modules of their own and
 * are never needed here.
 */
package io.integrationhost.host;
