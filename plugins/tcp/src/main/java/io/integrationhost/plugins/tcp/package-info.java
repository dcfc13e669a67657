/**
 * The TCP transport: the conversation of greeting, reading and answer, and frames. Only the plugin
 * class is public, for the host; {@code plugin.conf} lists all settings.
 *
 * <p>Sockets, limits, order, downlinks and health are the kit's. Decoders and conversations belong
 * to one connection, on its loop ({@code plugin-tcp-io}); the built-in sensor takes its turns on
 * {@code plugin-tcp}.
 */
package io.integrationhost.plugins.tcp;
