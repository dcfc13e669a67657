package io.integrationhost.remote;

import java.util.Objects;
import java.util.Optional;

/**
 * Where ThingsBoard's integration service listens. Links to equal addresses share one connection.
 *
 * @param port 9090 unless the server was set up otherwise (facts 1.1)
 * @param tls absent for plain text
 */
public record ServerAddress(String host, int port, Optional<Tls> tls) {
  public ServerAddress {
    Objects.requireNonNull(tls, "tls");
    if (host.isBlank()) {
      throw new IllegalArgumentException("the host of ThingsBoard is empty");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "port " + port + " of ThingsBoard is not between 1 and 65535");
    }
  }

  /** {@code host:port}, as messages name it. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
