/**
 * The way up from the spool: items are read in batches, sent over the link, and trimmed when they
 * are answered; what ThingsBoard refuses is tried, set aside or filed. One instance of each class
 * per integration.
 *
 * <p>Threads: all on the integration's delivery thread; answers of the link hand over to it. Called
 * by the integration; knows neither transports nor converters.
 */
package io.integrationhost.host.delivery;
