/**
 * The half of an integration that speaks to ThingsBoard: its link, the delivery of what the log
 * holds, the conversion of downlinks, and events. It reads the log and never sees a transport or a
 * plugin; what it learns for the front goes to the board, and downlinks take their route.
 *
 * <p>In a comment {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.host.back;
