package io.integrationhost.plugins.opcua;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

/**
 * Says which servers are taken, and keeps those aside that are not. Asked by the library at each
 * connection, on its threads.
 */
final class TrustList implements CertificateValidator {

  private final Certificates certificates;
  private final Settings.Trust trust;
  private final String command;
  private volatile Optional<String> refusal = Optional.empty();

  /**
   * A list for one server.
   *
   * @param command by which an operator trusts a certificate, without its thumbprint
   */
  TrustList(Certificates certificates, Settings.Trust trust, String command) {
    this.certificates = certificates;
    this.trust = trust;
    this.command = command;
  }

  /** Forgets what was refused at an earlier try. */
  void begin() {
    refusal = Optional.empty();
  }

  /** Why the last certificate was refused; empty when it was taken. */
  Optional<String> refusal() {
    return refusal;
  }

  @Override
  public void validateCertificateChain(
      List<X509Certificate> chain, String applicationUri, String[] hostNames) throws UaException {
    begin();
    if (trust == Settings.Trust.ANY) {
      return;
    }
    X509Certificate certificate = chain.get(0);
    try {
      if (certificates.isTrusted(certificate)) {
        return;
      }
      if (certificates.isSignedByTrusted(chain)) {
        checkName(certificate, hostNames);
        return;
      }
      if (trust == Settings.Trust.FIRST && Certificates.read(certificates.trusted()).isEmpty()) {
        certificates.trust(certificate);
        return;
      }
      certificates.reject(certificate);
    } catch (IOException e) {
      throw refuse("the certificates cannot be read or written: " + e.getMessage());
    }
    String thumbprint = Certificates.thumbprint(certificate);
    throw refuse(
        "the server's certificate is not trusted: "
            + Words.cut(certificate.getSubjectX500Principal().toString())
            + ", thumbprint "
            + thumbprint
            + "; if it is the right one: "
            + command
            + " "
            + thumbprint);
  }

  /** An authority signs many: the certificate has to be for the server that was dialled. */
  private void checkName(X509Certificate certificate, String[] hostNames) throws UaException {
    if (hostNames == null) {
      return;
    }
    List<String> names = new ArrayList<>(CertificateUtil.getSanDnsNames(certificate));
    names.addAll(CertificateUtil.getSanIpAddresses(certificate));
    boolean fits =
        Arrays.stream(hostNames)
            .anyMatch(wanted -> names.stream().anyMatch(each -> each.equalsIgnoreCase(wanted)));
    if (!fits) {
      throw refuse(
          "the server's certificate is for "
              + names
              + ", not for "
              + Arrays.toString(hostNames)
              + "; dial it by that name, or trust this one certificate itself");
    }
  }

  private UaException refuse(String why) {
    refusal = Optional.of(why);
    return new UaException(StatusCodes.Bad_CertificateUntrusted, why);
  }
}
