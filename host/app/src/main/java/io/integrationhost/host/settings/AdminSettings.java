package io.integrationhost.host.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a host can be asked how it is, and by whom it is steered.
 *
 * @param enabled false: nothing is opened
 * @param address to bind; a name or an IP address
 * @param port to bind; 0: any that is free
 * @param insecure whether an address other than loopback serves everything without TLS
 * @param hostNames names, in lower case, under which the port may be asked beside IP addresses and
 *     localhost
 * @param tokens with their SHA-256
 * @param tokenFile holds a token that may do everything; empty: none, or one that the host makes
 * @param anonymousMetrics whether metrics need no token at an address other than loopback
 * @param histogramsPerIntegration whether metrics that are histograms tell integrations apart
 */
public record AdminSettings(
    boolean enabled,
    String address,
    int port,
    boolean insecure,
    Optional<AdminTls> tls,
    Set<String> hostNames,
    List<AdminIdentity> tokens,
    Optional<Path> tokenFile,
    boolean anonymousMetrics,
    boolean histogramsPerIntegration) {

  public AdminSettings {
    hostNames = Set.copyOf(hostNames);
    tokens = List.copyOf(tokens);
  }

  /** A host that cannot be asked. */
  public static AdminSettings disabled() {
    return new AdminSettings(
        false,
        "127.0.0.1",
        0,
        false,
        Optional.empty(),
        Set.of(),
        List.of(),
        Optional.empty(),
        true,
        true);
  }
}
