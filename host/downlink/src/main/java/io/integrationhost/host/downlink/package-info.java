/**
 * The way of a downlink: from the link through the integration's downlink converter to the
 * transport that knows the device, or into a durable place where it waits for the device. One
 * instance of each class per integration. Called by the integration's life and by the uplink path,
 * which tells of devices that were heard.
 *
 * <p>In a comment {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.host.downlink;
