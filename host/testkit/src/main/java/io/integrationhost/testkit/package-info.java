/**
 * What the tests of a transport plugin need.
 *
 * <p>Without a host: {@link io.integrationhost.testkit.FakeContext} stands in for it, {@link
 * io.integrationhost.testkit.RecordedUplinks} keeps what was published and can be slow or refuse,
 * and {@link io.integrationhost.testkit.TransportContract} is a test class to extend, which checks
 * what every transport promises. With the real one: {@link
 * io.integrationhost.testkit.HostExtension} runs the packed plugin in a host beside a stand-in for
 * ThingsBoard.
 *
 * <p>For test scope only: it brings JUnit, AssertJ, Awaitility and the whole host along. Called by
 * plugins' tests; nothing of the host depends on it.
 */
package io.integrationhost.testkit;
