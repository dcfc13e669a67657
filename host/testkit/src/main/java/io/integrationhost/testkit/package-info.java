/**
 * What the tests of a transport plugin need of the real host.
 *
 * <p>{@link io.integrationhost.testkit.HostExtension} runs the packed plugin in a host beside a
 * stand-in for ThingsBoard, {@link io.integrationhost.testkit.PackagedPluginContract} checks what a
 * host relies on in its jar. What needs no host, such as {@code FakeContext} and {@code
 * TransportContract}, is in the same package of the artifact {@code testkit-core}, which comes
 * along.
 *
 * <p>For test scope only: it brings JUnit, AssertJ, Awaitility and the whole host along. Called by
 * plugins' tests; nothing of the host depends on it.
 */
package io.integrationhost.testkit;
