/**
 * The Teltonika transport: who is let in, what is answered, and commands.
 *
 * <p>Only {@link io.integrationhost.plugins.teltonika.TeltonikaPlugin} is public; the host finds it
 * through {@code META-INF/services} and nothing else may call this package. All settings are listed
 * in {@code plugin.conf}. What bytes mean is the matter of {@code codec}, what values mean that of
 * {@code telemetry}; ports, sessions, memory, limits and threads are the kit's.
 *
 * <p>A frame of a device's connection goes from {@code StreamDecoder} to {@code TcpConversation},
 * which has one on its way to the host at most, and comes back as a {@code Verdict}. Datagrams go
 * through the same {@code FrameIntake}. A session's state belongs to its loop, one of {@code
 * plugin-teltonika-io}; {@code FrameIntake} and {@code Reports} are shared by all loops.
 */
package io.integrationhost.plugins.teltonika;
