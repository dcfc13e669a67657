package io.integrationhost.remote;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;

/** Says in plain words why two sides could not agree on encryption. */
final class TlsDiagnosis {
  private TlsDiagnosis() {}

  /**
   * @param cause the deepest one
   */
  static String of(Throwable cause) {
    String text = cause == null ? "" : String.valueOf(cause.getMessage());
    if (cause instanceof NotSslRecordException) {
      return "this port does not speak TLS; set thingsboard.ssl.enabled (variable"
          + " RPC_SSL_ENABLED) to false, or use the port that does";
    }
    if (cause instanceof CertPathBuilderException) {
      return "its certificate is not trusted; put the certificate, or that of who issued it, into"
          + " the trust file of thingsboard.ssl (variable RPC_SSL_CERT)";
    }
    if (cause instanceof CertificateExpiredException) {
      return "its certificate has expired (" + text + "); renew it on the server";
    }
    if (cause instanceof CertificateException) {
      return "its certificate is not for this name ("
          + text
          + "); set thingsboard.host (variable RPC_HOST) to a name in the certificate";
    }
    // The alert is named behind these words, by newer JDKs also before them.
    if (text.contains("Received fatal alert") && text.contains("cert")) {
      return "it refused our side of TLS ("
          + text
          + "); it may want a client certificate, or another one, in thingsboard.ssl";
    }
    return "TLS could not be set up"
        + (text.isEmpty() || "null".equals(text) ? "" : " (" + text + ")")
        + "; check that this port speaks TLS and which certificates it wants";
  }
}
