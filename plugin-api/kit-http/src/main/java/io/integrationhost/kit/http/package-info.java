/**
 * HTTP/1.1 on the kit: a message is a frame, an answer takes its place in the order of the
 * requests, and one port is shared by all transports of a plugin. What reads requests belongs to
 * one connection, on its loop; what a {@link io.integrationhost.kit.http.Site} answers comes from
 * any thread.
 *
 * <p>The reader of messages is ours and strict, since it sees a message as one frame of the kit:
 * counted, bounded in time and memory like all others.
 */
package io.integrationhost.kit.http;
