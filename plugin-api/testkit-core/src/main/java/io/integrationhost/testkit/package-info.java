/**
 * What the tests of a transport plugin need, as far as it needs no host.
 *
 * <p>{@link io.integrationhost.testkit.FakeContext} stands in for the host: {@link
 * io.integrationhost.testkit.RecordedUplinks} keeps what was published and can be slow or refuse,
 * {@link io.integrationhost.testkit.RecordedWire} and {@link
 * io.integrationhost.testkit.RecordedMetrics} keep what was told and counted. {@link
 * io.integrationhost.testkit.TransportContract} is a test class to extend, which checks what every
 * transport promises.
 *
 * <p>The same package of the artifact {@code testkit}, which brings this one along, holds what runs
 * a plugin in the real host. For test scope only: JUnit, AssertJ and Awaitility come along. Its
 * objects are safe for any thread unless they say otherwise.
 */
package io.integrationhost.testkit;
