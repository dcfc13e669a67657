/**
 * The tracker protocol without sockets and without the host: bytes to records, messages and errors,
 * and answers and commands to bytes. Source: the maker's public protocol pages; where those are
 * silent, the rules stand at the classes.
 *
 * <p>Used by the package above only. Nothing here keeps state but {@link
 * io.integrationhost.plugins.teltonika.codec.StreamDecoder}, which belongs to one connection and
 * its event loop.
 */
package io.integrationhost.plugins.teltonika.codec;
