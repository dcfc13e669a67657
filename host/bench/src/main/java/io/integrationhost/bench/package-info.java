/**
 * The benchmark of the command {@code bench}: loads that drive parts of the host or all of it
 * against a counting server on the loopback address, two references measured in the same run (a
 * bare gRPC stream, and the official client's way of storing and sending as facts 3.3 and 3.4
 * describe it), and what is made of the figures. A scenario of its own compares the memory of one
 * host process with that of many. Only the command calls it; nothing here is used when the host
 * runs.
 *
 * <p>In a comment {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.bench;
