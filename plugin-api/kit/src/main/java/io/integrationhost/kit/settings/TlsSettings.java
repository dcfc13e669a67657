package io.integrationhost.kit.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the object {@code tls} of a slice says; the names of the keys are those of {@code
 * kit/tls.conf}.
 *
 * @param own certificate and private key; empty: none, of a client only
 * @param trust who may sign the peer's certificate; empty: of a client those whom Java trusts
 * @param clientAuth what a server wants of its clients
 * @param serverName what a client calls the server; empty: as it dials it
 * @param verifyHost whether a client looks at the name in the server's certificate
 */
public record TlsSettings(
    Optional<Own> own,
    Optional<Part> trust,
    ClientAuth clientAuth,
    Optional<String> serverName,
    boolean verifyHost) {

  private static final List<String> KEYS =
      List.of("certificate", "certificateFile", "key", "keyFile", "trust", "trustFile");

  /** What a server wants of its clients. */
  public enum ClientAuth {
    /** No certificate. */
    NONE,
    /** One that is trusted, or none. */
    WANT,
    /** One that is trusted. */
    REQUIRE;

    /** As it is written in a slice. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Something that is given as text or in a file.
   *
   * @param key of the slice, for messages
   * @param text PEM; empty: in the file
   * @param file PEM, or PKCS12; empty: as text
   * @param password of a PKCS12 file or an encrypted key
   */
  public record Part(
      String key, Optional<Secret> text, Optional<Path> file, Optional<Secret> password) {}

  /**
   * Who we are.
   *
   * @param certificate with those that lead to the trusted one
   * @param key its private key; empty: beside the certificate
   */
  public record Own(Part certificate, Optional<Part> key) {}

  /**
   * Reads what a server says of itself.
   *
   * @param keys of the slice
   * @return empty: no TLS
   */
  public static Optional<TlsSettings> server(Keys keys) {
    Keys tls = keys.section("tls");
    if (!isEnabled(tls)) {
      return Optional.empty();
    }
    Optional<Own> own = own(tls);
    if (own.isEmpty()) {
      tls.problem("certificate", "PEM text, or certificateFile be given by the operator");
    }
    ClientAuth clientAuth = tls.choice("clientAuth", ClientAuth.class, ClientAuth.NONE);
    Optional<Part> trust = part(tls, "trust", "trustPassword");
    if (clientAuth != ClientAuth.NONE && trust.isEmpty()) {
      tls.problem("trust", "the certificates of who signs those of clients (clientAuth)");
    }
    return Optional.of(new TlsSettings(own, trust, clientAuth, Optional.empty(), false));
  }

  /**
   * Reads what a client says.
   *
   * @param keys of the slice
   * @return empty: no TLS
   */
  public static Optional<TlsSettings> client(Keys keys) {
    Keys tls = keys.section("tls");
    if (!isEnabled(tls)) {
      return Optional.empty();
    }
    return Optional.of(
        new TlsSettings(
            own(tls),
            part(tls, "trust", "trustPassword"),
            ClientAuth.NONE,
            tls.textIfGiven("serverName"),
            tls.flag("verifyHost", true)));
  }

  private static boolean isEnabled(Keys tls) {
    return tls.flag("enabled", KEYS.stream().anyMatch(tls::given));
  }

  private static Optional<Own> own(Keys tls) {
    Optional<Part> certificate = part(tls, "certificate", "keyPassword");
    Optional<Part> key = part(tls, "key", "keyPassword");
    if (certificate.isEmpty() && key.isPresent()) {
      tls.problem("certificate", "given with its key");
    }
    if (certificate.flatMap(Part::text).isPresent() && key.isEmpty()) {
      tls.problem("key", "the private key of the certificate");
    }
    return certificate.map(given -> new Own(given, key));
  }

  private static Optional<Part> part(Keys tls, String key, String passwordKey) {
    String fileKey = key + "File";
    Optional<Secret> text = tls.secret(key);
    Optional<Path> file = tls.file(fileKey);
    Optional<Secret> password = tls.secret(passwordKey);
    if (text.isPresent() && file.isPresent()) {
      tls.say(fileKey, "and " + key + " are given; leave one of them out");
    }
    if (text.isPresent()) {
      return Optional.of(new Part("tls." + key, text, Optional.empty(), password));
    }
    return file.map(path -> new Part("tls." + fileKey, Optional.empty(), file, password));
  }
}
