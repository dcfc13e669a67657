/**
 * The life of one integration: its state, its transports, its converter, and what a push from
 * ThingsBoard changes. Runs on the host's control thread; nothing here blocks.
 *
 * <p>In a comment {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.host.integration;
