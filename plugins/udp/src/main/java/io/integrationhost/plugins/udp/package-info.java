/**
 * The UDP transport: each datagram is a message for the converter, as ThingsBoard's own UDP
 * integration hands it over. Only the plugin class is public, for the host; {@code plugin.conf}
 * lists all settings.
 *
 * <p>Socket, limits, addresses of devices and health are the kit's. Conversations belong to one
 * address, on the loop of its port ({@code plugin-udp-io}).
 */
package io.integrationhost.plugins.udp;
