/**
 * The way up from the spool: items are read in batches, sent over the link, and trimmed when they
 * are answered; what ThingsBoard refuses is tried, set aside or filed. One instance of each class
 * per integration.
 *
 * <p>Threads: all on the integration's delivery thread; answers of the link hand over to it. Called
 * by the integration; knows neither transports nor converters.
 *
 * <p>In a comment {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.host.delivery;
