/**
 * The HTTP transport: generic webhooks and those of platforms and networks, which are rows of one
 * table, {@link io.integrationhost.plugins.http.Kind}. Only the plugin class is public, for the
 * host; {@code plugin.conf} lists all settings.
 *
 * <p>Sockets, limits and the shared port are the kit's. A site's requests come on the loops ({@code
 * plugin-http-io}); receipts and answers of networks on threads of the host and of {@code
 * plugin-http-rest}; nothing in here blocks.
 */
package io.integrationhost.plugins.http;
