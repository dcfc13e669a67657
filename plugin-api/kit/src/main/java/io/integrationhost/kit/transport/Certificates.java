package io.integrationhost.kit.transport;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Who a peer is by its certificate. */
final class Certificates {

  private Certificates() {}

  /** The common name, or the first alternative name; empty without a certificate. */
  static Optional<String> name(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate shown
          ? commonName(shown).or(() -> alternativeName(shown))
          : Optional.empty();
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }

  private static Optional<String> commonName(X509Certificate shown) {
    try {
      return new LdapName(shown.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(String::valueOf)
              .findFirst();
    } catch (InvalidNameException odd) {
      return Optional.empty();
    }
  }

  private static Optional<String> alternativeName(X509Certificate shown) {
    try {
      Collection<List<?>> names = shown.getSubjectAlternativeNames();
      return names == null
          ? Optional.empty()
          : names.stream().map(name -> String.valueOf(name.get(1))).findFirst();
    } catch (CertificateParsingException odd) {
      return Optional.empty();
    }
  }
}
