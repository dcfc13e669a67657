/**
 * Cuts the JSON configuration that a tenant gave an integration into the slices that transports
 * get, and chooses the plugin for each. Knows nothing of links, converters or running transports.
 */
package io.integrationhost.host.plan;
