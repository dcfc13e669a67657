/**
 * A stand-in for ThingsBoard that speaks the server side of the link (facts 1 and 2): for the demo,
 * for tests, for authors of plugins. {@link io.integrationhost.emulator.Emulator} is the way in;
 * the application and tests call it. It sees the link's messages and nothing else of the host.
 *
 * <p>Safe on any thread. Each emulator has threads of its own: {@code emulator-accept} and {@code
 * emulator-io} (Netty), {@code emulator-call} (gRPC's calls, one at a time per stream, on which
 * listeners are told), {@code emulator-answers} (answers and faults that come later). A counting
 * server has one thread for all. In a comment {@code facts N.M} is section N.M of {@code
 * host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.emulator;
