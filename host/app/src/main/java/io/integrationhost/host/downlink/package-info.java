/**
 * The way of a downlink: from the link through the integration's downlink converter to the
 * transport that knows the device, or into a durable place where it waits for the device. One
 * instance of each class per integration. Called by the integration's life and by the uplink path,
 * which tells of devices that were heard.
 */
package io.integrationhost.host.downlink;
