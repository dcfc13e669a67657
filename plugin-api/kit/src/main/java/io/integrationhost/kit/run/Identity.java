package io.integrationhost.kit.run;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate with those that lead to the trusted one, and its private key.
 *
 * @param chain the certificate first
 */
record Identity(PrivateKey key, List<X509Certificate> chain) {

  /** What is wrong with it now; empty: it can be used. */
  Optional<String> fault(Instant now) {
    X509Certificate own = chain.get(0);
    if (!fits()) {
      return Optional.of("and its key do not belong together");
    } else if (now.isAfter(own.getNotAfter().toInstant())) {
      return Optional.of("ended on " + own.getNotAfter().toInstant());
    } else if (now.isBefore(own.getNotBefore().toInstant())) {
      return Optional.of("begins on " + own.getNotBefore().toInstant());
    }
    return Optional.empty();
  }

  /** When the first of the certificates ends. */
  Instant end() {
    return chain.stream()
        .map(each -> each.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /** Whether the key is the certificate's. */
  boolean fits() {
    PublicKey other = chain.get(0).getPublicKey();
    if (!key.getAlgorithm().equals(other.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "DSA" -> "SHA256withDSA";
          case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
          default -> "";
        };
    // Of a kind that needs parameters the handshake will tell.
    if (algorithm.isEmpty()) {
      return true;
    }
    byte[] anything = "belongs together".getBytes(StandardCharsets.UTF_8);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(other);
      signature.update(anything);
      return signature.verify(signed);
    } catch (GeneralSecurityException doesNotFit) {
      return false;
    }
  }
}
