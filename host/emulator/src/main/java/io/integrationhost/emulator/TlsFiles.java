package io.integrationhost.emulator;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The files of a server with TLS, all PEM.
 *
 * @param certificateChain the server's certificate first
 * @param privateKey PKCS#8 without a password
 * @param clientTrust when given, clients need a certificate that these certificates have signed
 */
public record TlsFiles(Path certificateChain, Path privateKey, Optional<Path> clientTrust) {
  public TlsFiles {
    Objects.requireNonNull(certificateChain, "certificateChain");
    Objects.requireNonNull(privateKey, "privateKey");
    Objects.requireNonNull(clientTrust, "clientTrust");
  }
}
