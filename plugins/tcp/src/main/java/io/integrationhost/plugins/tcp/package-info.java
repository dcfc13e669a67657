/**
 * The TCP transport: the conversation of greeting, reading and answer, and ThingsBoard's own
 * framings.
 *
 * <p>Only {@link io.integrationhost.plugins.tcp.TcpPlugin} is public; the host finds it through
 * {@code META-INF/services} and nothing else may call this package. All settings are listed in
 * {@code plugin.conf}.
 *
 * <p>A connection's pipeline is: idle timeout, framing (a {@code WatchedDecoder}), flow control,
 * then the handler of the form ({@code ConversationHandler} or {@code FrameHandler}), then the
 * {@code Connection}, which publishes, keeps answers in order and stops reading when too much is
 * under way. A connection's state belongs to its event loop, one of {@code plugin-tcp-io}; {@code
 * plugin-tcp-accept} only accepts. The host calls on {@code plugin-tcp} and completes receipts on
 * {@code plugin-tcp-done}; both hand over to the event loop.
 */
package io.integrationhost.plugins.tcp;
