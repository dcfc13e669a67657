/**
 * The way up as far as the spool: an uplink of a transport goes through the integration's converter
 * and its items are stored, in order per source; then the device's receipt is made. One instance of
 * each class per integration.
 *
 * <p>Threads: a plugin's own threads enter, converter workers go on, the spool's committer tells of
 * what is stored. Nothing here waits. Called by the integration; events listen.
 *
 * <p>In a comment {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.host.uplink;
