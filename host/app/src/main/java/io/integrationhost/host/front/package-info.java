/**
 * The half of an integration that serves devices: its state, its transports, its converters, and
 * what a configuration changes. It appends to the log and never sees the link; what it must know of
 * it is on the board. Runs on the host's control thread; nothing here blocks.
 */
package io.integrationhost.host.front;
