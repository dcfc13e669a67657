/**
 * What ThingsBoard shows of an integration beside its data: lifecycle and statistics, and while the
 * tenant debugs it, what goes in and out of integration and converters (facts 4). {@link
 * io.integrationhost.host.event.IntegrationEvents} is all that others call; {@link
 * io.integrationhost.host.delivery.EventSender} sends beside the delivery, with bounds of its own,
 * and never holds a reading up.
 *
 * <p>Threads: told on any; sent on the integration's delivery thread.
 *
 * <p>In a comment {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.host.event;
