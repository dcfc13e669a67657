/**
 * The TCP transport: the conversation of greeting, reading and answer, and ThingsBoard's own
 * framings.
 *
 * <p>Only {@link io.integrationhost.plugins.tcp.TcpPlugin} is public; the host finds it through
 * {@code META-INF/services} and nothing else may call this package. All settings are listed in
 * {@code plugin.conf}; {@code Settings} reads them.
 *
 * <p>Sockets, limits, order, downlinks and health are the kit's. Here stand the framing of the
 * conversation ({@code ConversationDecoder}) and what is said on a connection ({@code
 * GreetedConversation}, {@code FrameConversation}): objects of one connection, called on its loop,
 * one of {@code plugin-tcp-io}. The built-in sensor takes its turns on {@code plugin-tcp}.
 */
package io.integrationhost.plugins.tcp;
