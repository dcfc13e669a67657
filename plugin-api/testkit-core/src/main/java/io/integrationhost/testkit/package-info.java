/**
 * What the tests of a transport plugin need, as far as it needs no host.
 *
 * <p>{@link io.integrationhost.testkit.Trial} tests a protocol that is built on the kit in one
 * line, on virtual sockets and in virtual time, which {@link
 * io.integrationhost.testkit.VirtualContext} brings. {@link
 * io.integrationhost.testkit.ServerContract} and {@link io.integrationhost.testkit.ClientContract}
 * are test classes to extend: they check what is relied on in such a protocol; {@link
 * io.integrationhost.testkit.TransportContract} does so for any transport.
 *
 * <p>{@link io.integrationhost.testkit.FakeContext} stands in for the host: {@link
 * io.integrationhost.testkit.RecordedUplinks} keeps what was published and can be slow or refuse,
 * {@link io.integrationhost.testkit.RecordedWire} and {@link
 * io.integrationhost.testkit.RecordedMetrics} keep what was told and counted.
 *
 * <p>The same package of the artifact {@code testkit}, which brings this one along, holds what runs
 * a plugin in the real host. For test scope only: JUnit, AssertJ, Awaitility and the kit come
 * along. What is virtual belongs to the thread that made it; all else is safe for any thread.
 */
package io.integrationhost.testkit;
