package io.integrationhost.runtime.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/**
 * A key with a certificate of its own, made by the tool that a plugin's author uses.
 *
 * @param name under which signatures stand in a jar
 */
public record SigningKey(String name, PrivateKey key, CertPath path) {

  private static final String PASSWORD = "password";

  /** Makes a key. */
  public static SigningKey make(Path directory, String name, String... more) {
    Path store = directory.resolve(name + ".p12");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "key",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name));
    command.addAll(List.of(more));
    try {
      run(command);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      return new SigningKey(
          name,
          (PrivateKey) keys.getKey("key", PASSWORD.toCharArray()),
          CertificateFactory.getInstance("X.509")
              .generateCertPath(List.of(keys.getCertificate("key"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Signs a file in its place. */
  public Path sign(Path jar) {
    return sign(jar, builder());
  }

  /** Signs with weak digests, as old tools did. */
  public Path signWeakly(Path jar) {
    try {
      return sign(jar, builder().digestAlgorithm("SHA-1"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private JarSigner.Builder builder() {
    return new JarSigner.Builder(key, path).signerName(name);
  }

  private static Path sign(Path jar, JarSigner.Builder builder) {
    Path signed = jar.resolveSibling(jar.getFileName() + ".signed");
    try {
      try (ZipFile in = new ZipFile(jar.toFile());
          OutputStream out = Files.newOutputStream(signed)) {
        builder.build().sign(in, out);
      }
      Files.delete(jar);
      return Files.move(signed, jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an operator lists. */
  public Fingerprint fingerprint() {
    try {
      return Fingerprint.of(path.getCertificates().get(0).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
