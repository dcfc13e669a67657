/**
 * Cuts the JSON configuration that a tenant gave an integration into the slices that transports
 * get, and chooses the plugin for each. Knows nothing of links, converters or running transports.
 *
 * <p>In a comment {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.host.plan;
