package io.integrationhost.host.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the host's own port is encrypted.
 *
 * @param certificate PEM, with the chain
 * @param key PEM
 * @param clientTrust PEM: whose certificates of clients are believed; empty: none is asked for
 * @param clients what the owners of certificates may, by their subject
 */
public record AdminTls(
    Path certificate, Path key, Optional<Path> clientTrust, List<AdminIdentity> clients) {

  public AdminTls {
    clients = List.copyOf(clients);
  }
}
