package io.integrationhost.plugins.coap;

import io.integrationhost.kit.TlsMaterial;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.TransportException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.security.auth.x500.X500Principal;
import org.eclipse.californium.scandium.dtls.CertificateIdentityResult;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite.CertificateKeyAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.XECDHECryptography.SupportedGroup;
import org.eclipse.californium.scandium.dtls.x509.CertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.util.ServerNames;

/**
 * Our certificate, read again when asked to, but every 30 s at most: handshakes wait for no file.
 * One that cannot be used leaves the one of before in use. Thread-safe.
 */
final class FollowedCertificate implements CertificateProvider {

  /** A little less than the time between two looks, which several transports may ask for. */
  private static final Duration PERIOD = Duration.ofSeconds(25);

  private static final Duration NOTICE = Duration.ofDays(14);

  private final TlsSettings settings;
  private final LongSupplier nanos;
  private volatile Own own;
  private volatile Optional<String> bad = Optional.empty();
  private long lookedAt;

  /**
   * Reads it.
   *
   * @throws TransportException when it cannot be used
   */
  FollowedCertificate(TlsSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
    own = Own.of(TlsMaterial.read(settings));
    lookedAt = nanos.getAsLong();
  }

  /** What handshakes use. */
  private record Own(X509Certificate certificate, SingleCertificateProvider provider) {
    static Own of(TlsMaterial material) {
      return new Own(
          material.chain().get(0),
          new SingleCertificateProvider(
              material.key().orElseThrow(),
              material.chain().toArray(X509Certificate[]::new),
              List.of(CertificateType.X_509)));
    }
  }

  /** Reads it again; waits for files. */
  synchronized void lookAgain() {
    long now = nanos.getAsLong();
    if (now - lookedAt < PERIOD.toNanos()) {
      return;
    }
    lookedAt = now;
    try {
      TlsMaterial material = TlsMaterial.read(settings);
      if (!material.chain().get(0).equals(own.certificate())) {
        own = Own.of(material);
      }
      bad = Optional.empty();
    } catch (TransportException e) {
      bad = Optional.of(e.getMessage() + "; the certificate of before stays in use");
    }
  }

  /** What somebody must do something about; empty: nothing. */
  Optional<String> problem(Instant now) {
    Optional<String> fault = bad;
    if (fault.isPresent()) {
      return fault;
    }
    Instant end = own.certificate().getNotAfter().toInstant();
    if (now.isAfter(end)) {
      return Optional.of("the certificate for DTLS ended on " + end + "; renew it");
    } else if (now.isAfter(end.minus(NOTICE))) {
      return Optional.of("the certificate for DTLS ends on " + end + "; renew it");
    }
    return Optional.empty();
  }

  @Override
  public List<CertificateKeyAlgorithm> getSupportedCertificateKeyAlgorithms() {
    return own.provider().getSupportedCertificateKeyAlgorithms();
  }

  @Override
  public List<CertificateType> getSupportedCertificateTypes() {
    return List.of(CertificateType.X_509);
  }

  @Override
  public CertificateIdentityResult requestCertificateIdentity(
      ConnectionId cid,
      boolean client,
      List<X500Principal> issuers,
      ServerNames serverNames,
      List<CertificateKeyAlgorithm> certificateKeyAlgorithms,
      List<SignatureAndHashAlgorithm> signatureAndHashAlgorithms,
      List<SupportedGroup> curves) {
    return own.provider()
        .requestCertificateIdentity(
            cid,
            client,
            issuers,
            serverNames,
            certificateKeyAlgorithms,
            signatureAndHashAlgorithms,
            curves);
  }

  @Override
  public void setResultHandler(HandshakeResultHandler resultHandler) {}
}
