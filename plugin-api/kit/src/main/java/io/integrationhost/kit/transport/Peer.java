package io.integrationhost.kit.transport;

import io.integrationhost.plugin.Source;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The other end of a connection.
 *
 * @param source unique in its transport
 * @param remote as the PROXY header says, if there is one
 * @param label for logs and messages
 * @param certificateName of the peer's certificate, if it showed one
 * @param metadata for the converter; empty unless asked for
 */
record Peer(
    Source source,
    InetSocketAddress remote,
    String label,
    Optional<String> certificateName,
    Map<String, String> metadata) {

  static Peer of(
      long number,
      InetSocketAddress remote,
      InetSocketAddress local,
      Optional<String> certificateName,
      boolean withMetadata) {
    String session = Long.toString(number);
    Map<String, String> metadata = new LinkedHashMap<>();
    if (withMetadata) {
      metadata.put("remoteAddress", host(remote));
      metadata.put("remotePort", Integer.toString(remote.getPort()));
      metadata.put("localPort", Integer.toString(local.getPort()));
      metadata.put("sessionId", session);
      certificateName.ifPresent(name -> metadata.put("certificateName", name));
    }
    return new Peer(
        new Source(session),
        remote,
        "connection " + session + " from " + text(remote),
        certificateName,
        Map.copyOf(metadata));
  }

  /** The same of one that we dialled. */
  Peer dialled() {
    String to = "connection " + source.session() + " to " + text(remote);
    return new Peer(source, remote, to, certificateName, metadata);
  }

  /** The same of one that sends datagrams. */
  Peer connectionless() {
    return new Peer(source, remote, "datagram from " + text(remote), certificateName, metadata);
  }

  /** Address and port, for people. */
  static String text(InetSocketAddress remote) {
    return host(remote) + ":" + remote.getPort();
  }

  private static String host(InetSocketAddress remote) {
    return remote.getAddress().getHostAddress();
  }
}
