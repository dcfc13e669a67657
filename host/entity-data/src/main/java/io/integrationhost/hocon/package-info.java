/**
 * How people are told where something stands in a configuration. Settings and the configurations of
 * integrations call it.
 */
package io.integrationhost.hocon;
