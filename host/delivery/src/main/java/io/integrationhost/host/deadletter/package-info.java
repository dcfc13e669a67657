/**
 * Items that will not be delivered, kept on disk until a person decides: a store that the delivery
 * fills, an archive that the command {@code dead-letters} reads, and a watcher that delivers again
 * what the command asks for. One folder per integration, one file per letter; the files are all
 * that a running host and the command share.
 */
package io.integrationhost.host.deadletter;
