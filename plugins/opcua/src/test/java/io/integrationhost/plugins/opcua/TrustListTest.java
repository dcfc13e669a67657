package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificates of servers are taken. */
class TrustListTest {

  private static final String[] PLC = {"plc.example.net"};

  @TempDir private Path folder;

  /** Signed by another one, for a name; without a name an authority. */
  private static X509Certificate certificate(
      KeyPair keys, String subject, KeyPair issuer, String issuerName, String host)
      throws Exception {
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Principal("CN=" + issuerName),
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minus(1, ChronoUnit.DAYS)),
            Date.from(now.plus(1, ChronoUnit.DAYS)),
            new X500Principal("CN=" + subject),
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(host.isEmpty()));
    if (!host.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
  }

  @Test
  void takesWhatATrustedAuthorityHasSignedForTheServersName() throws Exception {
    KeyPair authority = SelfSignedCertificateGenerator.generateEcKeyPair(256);
    KeyPair server = SelfSignedCertificateGenerator.generateEcKeyPair(256);
    X509Certificate root = certificate(authority, "root", authority, "root", "");
    X509Certificate leaf = certificate(server, "plc", authority, "root", PLC[0]);
    X509Certificate forged = certificate(server, "plc", server, "root", PLC[0]);
    var certificates = new Certificates(() -> folder);
    var list = new TrustList(certificates, Settings.Trust.LIST, "command");
    assertThatThrownBy(() -> list.validateCertificateChain(List.of(leaf), null, PLC))
        .hasMessageContaining("command " + Certificates.thumbprint(leaf));
    assertThat(Certificates.read(certificates.rejected())).containsExactly(leaf);
    certificates.trust(root);
    assertThatCode(() -> list.validateCertificateChain(List.of(leaf), null, null))
        .doesNotThrowAnyException();
    assertThatCode(() -> list.validateCertificateChain(List.of(leaf, root), null, PLC))
        .doesNotThrowAnyException();
    assertThat(list.refusal()).isEmpty();
    assertThatThrownBy(
            () -> list.validateCertificateChain(List.of(leaf), null, new String[] {"other"}))
        .hasMessageContaining("is for [plc.example.net], not for [other]");
    assertThatThrownBy(() -> list.validateCertificateChain(List.of(forged, root), null, PLC))
        .hasMessageContaining("is not trusted");
    certificates.trust(leaf);
    assertThatCode(() -> list.validateCertificateChain(List.of(leaf), null, new String[] {"other"}))
        .doesNotThrowAnyException();
    assertThat(Certificates.read(certificates.rejected())).containsExactly(forged);
  }
}
