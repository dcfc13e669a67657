package io.integrationhost.cli.client;

import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where a host is, and how it is asked.
 *
 * @param base scheme, address and port
 * @param token that is shown
 * @param trust which certificates are believed; empty: those of this Java
 * @param from where the address was found, for people
 */
public record HostAccess(URI base, String token, Optional<SSLContext> trust, String from) {

  @Override
  public String toString() {
    return "HostAccess[" + base + "]";
  }
}
