/**
 * What ThingsBoard shows of an integration beside its data: lifecycle and statistics, and while the
 * tenant debugs it, what goes in and out of integration and converters (facts 4). {@link
 * io.integrationhost.host.event.IntegrationEvents} is all that others call; it hands encoded events
 * to the delivery.
 */
package io.integrationhost.host.event;
