/**
 * The life of one integration: its state, its transports, its converter, and what a push from
 * ThingsBoard changes. Runs on the host's control thread; nothing here blocks.
 */
package io.integrationhost.host.integration;
