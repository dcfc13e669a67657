package io.integrationhost.kit.http;

import io.integrationhost.plugin.Source;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A whole request.
 *
 * @param head what stands before the body
 * @param rest of the path behind that of its site, unescaped: empty, or a slash and what follows
 * @param body without chunks and compression; not copied
 * @param remote the other end, as the PROXY header says if there is one
 * @param source of its connection, for uplinks
 * @param certificateName of the client, if it showed a certificate
 */
public record Request(
    Head head,
    String rest,
    byte[] body,
    InetSocketAddress remote,
    Source source,
    Optional<String> certificateName) {

  /** As its head. */
  @Override
  public String toString() {
    return head.toString();
  }
}
