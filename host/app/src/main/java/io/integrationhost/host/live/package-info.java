/**
 * Which integrations a host runs, and how that changes while it runs: the settings' files are
 * followed, and what differs by name is started, restarted or stopped. The host's wiring calls it;
 * it knows integrations only as something that can be started and stopped.
 */
package io.integrationhost.host.live;
