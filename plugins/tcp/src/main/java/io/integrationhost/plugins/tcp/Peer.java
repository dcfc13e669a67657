package io.integrationhost.plugins.tcp;

import io.integrationhost.plugin.Source;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * The other end of a connection.
 *
 * @param source unique in its transport
 * @param label for logs and messages
 * @param metadata for the converter; empty unless asked for
 */
record Peer(Source source, String label, Map<String, String> metadata) {

  static Peer of(SocketChannel channel, long number, boolean withMetadata) {
    String session = Long.toString(number);
    InetSocketAddress remote = channel.remoteAddress();
    String address = remote.getAddress().getHostAddress();
    String port = Integer.toString(remote.getPort());
    return new Peer(
        new Source(session),
        "connection " + session + " from " + address + ":" + port,
        withMetadata
            ? Map.of(
                "remoteAddress", address,
                "remotePort", port,
                "localPort", Integer.toString(channel.localAddress().getPort()),
                "sessionId", session)
            : Map.of());
  }
}
