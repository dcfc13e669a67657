package io.integrationhost.runtime.trust;

import java.security.CodeSigner;
import java.security.Timestamp;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * Who signed a jar, as the certificate says that belongs to the key of the signature.
 *
 * @param certificate its SHA-256
 * @param subject the name in it, which anybody can choose
 * @param timestamp when a time-stamping service says that the signature was made; the service is
 *     not checked
 */
public record JarSigner(
    Fingerprint certificate,
    String subject,
    Instant validFrom,
    Instant validUntil,
    Optional<Instant> timestamp) {

  static JarSigner of(CodeSigner signer) {
    X509Certificate own = (X509Certificate) signer.getSignerCertPath().getCertificates().get(0);
    try {
      return new JarSigner(
          Fingerprint.of(own.getEncoded()),
          own.getSubjectX500Principal().getName(),
          own.getNotBefore().toInstant(),
          own.getNotAfter().toInstant(),
          Optional.ofNullable(signer.getTimestamp())
              .map(Timestamp::getTimestamp)
              .map(java.util.Date::toInstant));
    } catch (CertificateEncodingException e) {
      throw new SecurityException("the certificate of a signer cannot be encoded", e);
    }
  }

  /** Whether the certificate is valid at this time; a listed signer counts in either case. */
  public boolean validAt(Instant time) {
    return !time.isBefore(validFrom) && !time.isAfter(validUntil);
  }

  /** Fingerprint and name, as messages name the signer. */
  public String label() {
    return certificate.inPairs() + " (" + subject + ")";
  }
}
