/**
 * What passes on the sockets of an integration, written to files while somebody wants that. Threads
 * of plugins note it in a bounded queue and never wait; the storage thread writes. What is too much
 * is left out and counted.
 */
package io.integrationhost.host.wirelog;
