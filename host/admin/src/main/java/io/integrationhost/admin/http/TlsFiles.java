package io.integrationhost.admin.http;

import io.integrationhost.host.settings.AdminTls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificate and key of the host's own port, taken over again when their files are replaced. For
 * one thread; reads the disk.
 */
final class TlsFiles {

  private static final Logger log = LoggerFactory.getLogger(TlsFiles.class);
  private static final int MAX_FILE = 1 << 20;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "RSASSA-PSS");

  /** The key is in memory only, so nothing is gained by hiding it from who sees that. */
  private static final String NO_PASSWORD = "";

  private final AdminTls tls;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private String used = "";
  private String told = "";

  private record Content(KeyStore keys, Optional<KeyStore> trust, String seen) {}

  /**
   * Reads the files.
   *
   * @throws IOException when they cannot be used; says which, and what to do
   */
  TlsFiles(AdminTls tls) throws IOException {
    this.tls = tls;
    Content content = read();
    used = content.seen();
    use(factory, content);
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    factory.setSniRequired(false);
    factory.setWantClientAuth(tls.clientTrust().isPresent());
  }

  SslContextFactory.Server factory() {
    return factory;
  }

  private static void use(SslContextFactory factory, Content content) {
    factory.setKeyStore(content.keys());
    factory.setKeyStorePassword(NO_PASSWORD);
    content.trust().ifPresent(factory::setTrustStore);
  }

  /** Takes over what the files hold now; what cannot be used is logged once and changes nothing. */
  void look() {
    String problem = "";
    try {
      if (!seen().equals(used)) {
        Content content = read();
        factory.reload(same -> use(same, content));
        used = content.seen();
        log.info("the certificate of the host's own port was replaced ({})", tls.certificate());
      }
    } catch (Exception e) {
      problem = String.valueOf(e.getMessage());
    }
    if (!problem.isEmpty() && !problem.equals(told)) {
      log.error("{}; the host's own port goes on with the former certificate", problem);
    }
    told = problem;
  }

  /** A digest would read the same; the files are small. */
  private String seen() throws IOException {
    StringBuilder all = new StringBuilder(text(tls.certificate())).append(text(tls.key()));
    if (tls.clientTrust().isPresent()) {
      all.append(text(tls.clientTrust().get()));
    }
    return Integer.toHexString(all.toString().hashCode()) + ":" + all.length();
  }

  private Content read() throws IOException {
    String seen = seen();
    try {
      Certificate[] chain = certificates(tls.certificate());
      PrivateKey key = key(tls.key());
      if (!belongTogether(chain[0].getPublicKey(), key)) {
        throw new IOException(
            tls.key()
                + " is not the key of the first certificate in "
                + tls.certificate()
                + "; replace both files by a pair that belongs together");
      }
      KeyStore keys = empty();
      keys.setKeyEntry("admin", key, NO_PASSWORD.toCharArray(), chain);
      Optional<KeyStore> trust = Optional.empty();
      if (tls.clientTrust().isPresent()) {
        KeyStore store = empty();
        int count = 0;
        for (Certificate each : certificates(tls.clientTrust().get())) {
          store.setCertificateEntry("trusted-" + count++, each);
        }
        trust = Optional.of(store);
      }
      return new Content(keys, trust, seen);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "the files of admin.tls cannot be used (" + e.getMessage() + "); check that they are PEM",
          e);
    }
  }

  private static boolean belongTogether(PublicKey open, PrivateKey key)
      throws GeneralSecurityException {
    if (open instanceof RSAKey one && key instanceof RSAKey other) {
      return one.getModulus().equals(other.getModulus());
    }
    if (!open.getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    byte[] text = "a text".getBytes(StandardCharsets.US_ASCII);
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519";
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(text);
    byte[] signed = signing.sign();
    try {
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(open);
      verifying.update(text);
      return verifying.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      log.trace("of another curve", e);
      return false;
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD.toCharArray());
    return store;
  }

  private static Certificate[] certificates(Path file) throws IOException {
    try {
      List<Certificate> all =
          new ArrayList<>(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(
                      new ByteArrayInputStream(text(file).getBytes(StandardCharsets.US_ASCII))));
      if (all.isEmpty()) {
        throw new IOException(file + " holds no certificate (PEM)");
      }
      return all.toArray(Certificate[]::new);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no certificate that can be read (PEM)", e);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher found = KEY.matcher(text(file));
    if (!found.find()) {
      throw new IOException(
          file
              + " holds no key that can be read (PEM, PKCS 8, without a password); 'openssl pkcs8"
              + " -topk8 -nocrypt' makes one");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
    try {
      for (String algorithm : ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (InvalidKeySpecException e) {
          log.trace("not {}", algorithm);
        }
      }
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
    throw new IOException(
        file + " holds a key of a kind that is not known (known: " + ALGORITHMS + ")");
  }

  private static String text(Path file) throws IOException {
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new IOException(file + " is too large for a certificate or key");
      }
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (java.nio.file.FileSystemException e) {
      throw new IOException(
          "file " + file + " cannot be read (" + e + "); check path and rights", e);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new IOException("file " + file + " is no PEM", e);
    }
  }
}
