package io.integrationhost.plugins.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates in the data directory of a transport: {@code own.p12} is ours, made at first use;
 * {@code trusted} holds those of servers that are taken, {@code rejected} those that were refused.
 * Files may be put there and taken away at any time. Thread-safe; every call blocks on the disk.
 */
final class Certificates {

  private static final Logger log = LoggerFactory.getLogger(Certificates.class);
  private static final String ALIAS = "own";

  /** The store is protected by the rights of its file; a password beside it would add nothing. */
  private static final char[] PASSWORD = "integration-host".toCharArray();

  private static final int BITS = 2048;
  private static final int MOST_REJECTED = 100;
  private static final Period VALID = Period.ofYears(20);

  private final Supplier<Path> data;

  /**
   * Asks for the directory at first use.
   *
   * @param dataDirectory of the transport
   */
  Certificates(Supplier<Path> dataDirectory) {
    data = dataDirectory;
  }

  private Path directory() {
    return data.get().resolve("pki");
  }

  Path trusted() {
    return directory().resolve("trusted");
  }

  Path rejected() {
    return directory().resolve("rejected");
  }

  /**
   * Ours.
   *
   * @param applicationUri what a new one bears
   */
  synchronized KeyStoreContent.Own own(String applicationName, String applicationUri)
      throws IOException, GeneralSecurityException {
    Path file = directory().resolve("own.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    } catch (NoSuchFileException e) {
      return make(file, applicationName, applicationUri);
    } catch (IOException e) {
      throw new IOException(
          file
              + " with our certificate cannot be read ("
              + e.getMessage()
              + "); bring it back, or remove it and trust the new one on the server",
          e);
    }
    Certificate[] chain = store.getCertificateChain(ALIAS);
    if (!(store.getKey(ALIAS, PASSWORD) instanceof PrivateKey key) || chain == null) {
      throw new GeneralSecurityException(file + " holds no key of ours; remove it");
    }
    var certificate = (X509Certificate) chain[0];
    return new KeyStoreContent.Own(
        new KeyPair(certificate.getPublicKey(), key), List.of(certificate));
  }

  private KeyStoreContent.Own make(Path file, String applicationName, String applicationUri)
      throws IOException, GeneralSecurityException {
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(BITS);
    X509Certificate certificate = certificate(keys, applicationName, applicationUri);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
      store.setKeyEntry(ALIAS, keys.getPrivate(), PASSWORD, new Certificate[] {certificate});
      Files.createDirectories(file.getParent());
      Path next = file.resolveSibling("own.p12.new");
      Files.deleteIfExists(next);
      createPrivate(next);
      try (OutputStream out = Files.newOutputStream(next)) {
        store.store(out, PASSWORD);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Files.write(file.resolveSibling("own.der"), certificate.getEncoded());
    } catch (IOException e) {
      throw new IOException("cannot keep our certificate in " + file.getParent() + ": " + e, e);
    }
    return new KeyStoreContent.Own(keys, List.of(certificate));
  }

  private static void createPrivate(Path file) throws IOException {
    if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  private static X509Certificate certificate(KeyPair keys, String name, String uri)
      throws GeneralSecurityException {
    var builder =
        new SelfSignedCertificateBuilder(keys)
            .setCommonName(name)
            .setOrganization("Integration Host")
            .setApplicationUri(uri)
            .setValidityPeriod(VALID)
            .addDnsName(hostName());
    try {
      return builder.build();
    } catch (Exception e) {
      throw new GeneralSecurityException("cannot make a certificate: " + e.getMessage(), e);
    }
  }

  static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Whether a certificate itself is among the trusted ones. */
  boolean isTrusted(X509Certificate certificate) throws IOException {
    return read(trusted()).contains(certificate);
  }

  /** Whether an authority among the trusted ones has signed it, maybe by way of others. */
  boolean isSignedByTrusted(List<X509Certificate> chain) throws IOException {
    return read(trusted()).stream().anyMatch(each -> hasSigned(each, chain));
  }

  private static boolean hasSigned(X509Certificate issuer, List<X509Certificate> chain) {
    if (issuer.getBasicConstraints() < 0) {
      return false;
    }
    X509Certificate last = chain.get(0);
    try {
      last.checkValidity();
      for (X509Certificate next : chain.subList(1, chain.size())) {
        if (isSigned(last, issuer)) {
          break;
        }
        last.verify(next.getPublicKey());
        next.checkValidity();
        if (next.getBasicConstraints() < 0) {
          return false;
        }
        last = next;
      }
      issuer.checkValidity();
    } catch (GeneralSecurityException e) {
      return false;
    }
    return isSigned(last, issuer);
  }

  private static boolean isSigned(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Keeps one aside for the operator; at most 100, then no more until some are removed. */
  synchronized void reject(X509Certificate certificate) throws IOException {
    Path file = file(rejected(), certificate);
    if (Files.exists(file) || files(rejected()).size() >= MOST_REJECTED) {
      return;
    }
    write(file, certificate);
  }

  /** From now on it is taken. */
  synchronized void trust(X509Certificate certificate) throws IOException {
    write(file(trusted(), certificate), certificate);
    Files.deleteIfExists(file(rejected(), certificate));
  }

  private static void write(Path file, X509Certificate certificate) throws IOException {
    Files.createDirectories(file.getParent());
    try {
      Files.write(file, certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate cannot be written: " + e.getMessage(), e);
    }
  }

  private static Path file(Path folder, X509Certificate certificate) {
    return folder.resolve(thumbprint(certificate) + ".der");
  }

  /** SHA-1 in hex digits, by which people and servers name certificates. */
  static String thumbprint(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate has no thumbprint", e);
    }
  }

  /** The certificates of a folder; files that hold none are passed over. */
  static List<X509Certificate> read(Path folder) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Path file : files(folder)) {
      try (InputStream in = Files.newInputStream(file)) {
        certificates.add(
            (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
      } catch (GeneralSecurityException e) {
        log.debug("{} holds no certificate", file, e);
      }
    }
    return certificates;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
