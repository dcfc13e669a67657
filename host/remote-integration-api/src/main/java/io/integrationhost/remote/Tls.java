package io.integrationhost.remote;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How a link is encrypted. The files are read when a link is opened.
 *
 * @param trustFile certificates (PEM) of whom to trust; absent: whom the Java runtime trusts
 * @param certificateFile our own certificate chain (PEM), only together with {@code keyFile}
 * @param keyFile our own private key (PEM, PKCS#8, not encrypted)
 */
public record Tls(
    Optional<Path> trustFile, Optional<Path> certificateFile, Optional<Path> keyFile) {
  public Tls {
    Objects.requireNonNull(trustFile, "trustFile");
    if (certificateFile.isPresent() != keyFile.isPresent()) {
      throw new IllegalArgumentException(
          "a client certificate needs both a certificate file and a key file, but only "
              + certificateFile.or(() -> keyFile).orElseThrow()
              + " is given");
    }
  }

  /** Encrypted, trusting whom the Java runtime trusts. */
  public static Tls systemTrust() {
    return new Tls(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
