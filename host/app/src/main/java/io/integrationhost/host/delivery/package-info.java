/**
 * The way of an uplink: from a transport through the converter into the spool, and from the spool
 * in batches over the link; and that of events, beside it. One instance of each class per
 * integration.
 */
package io.integrationhost.host.delivery;
