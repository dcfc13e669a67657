/**
 * The Teltonika transport: sockets, sessions, delivery and commands.
 *
 * <p>Only {@link io.integrationhost.plugins.teltonika.TeltonikaPlugin} is public; the host finds it
 * through {@code META-INF/services} and nothing else may call this package. All settings are listed
 * in {@code plugin.conf}. What bytes mean is the matter of {@code codec}, what values mean that of
 * {@code telemetry}.
 *
 * <p>A TCP connection's pipeline is: idle timeout, {@code StreamDecoder}, {@code Session}. A
 * session handles one frame at a time and does not read while one is on its way to the host. Its
 * state belongs to its event loop, one of {@code plugin-teltonika-io}; {@code
 * plugin-teltonika-accept} only accepts. The host calls on {@code plugin-teltonika} and completes
 * receipts on {@code plugin-teltonika-done}; both hand over to the event loop. Datagrams go through
 * the same {@code FrameIntake} without a session.
 */
package io.integrationhost.plugins.teltonika;
