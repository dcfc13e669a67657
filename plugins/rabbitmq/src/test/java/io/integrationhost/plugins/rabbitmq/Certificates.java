package io.integrationhost.plugins.rabbitmq;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An authority, and a certificate for {@code localhost} that it has signed, made by the JDK's
 * keytool, as PEM in files: {@code ca.pem}, {@code own.pem}, {@code own.key}.
 */
record Certificates(Path folder) {

  private static final String PASSWORD = "password";

  static Certificates make(Path folder) throws Exception {
    Files.createDirectories(folder);
    Path store = folder.resolve("store.p12");
    keytool(store, "-alias", "ca", "-dname", "CN=authority", "-ext", "bc:c");
    keytool(
        store,
        "-alias",
        "own",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost",
        "-signer",
        "ca");
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Files.writeString(
        folder.resolve("ca.pem"), pem("CERTIFICATE", keys.getCertificate("ca").getEncoded()));
    Files.writeString(
        folder.resolve("own.pem"), pem("CERTIFICATE", keys.getCertificate("own").getEncoded()));
    Files.writeString(
        folder.resolve("own.key"),
        pem("PRIVATE KEY", keys.getKey("own", PASSWORD.toCharArray()).getEncoded()));
    return new Certificates(folder);
  }

  private static void keytool(Path store, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add("-genkeypair");
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "7"));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IllegalStateException(
          new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String pem(String kind, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** As it is written in a slice. */
  String text(String name) throws IOException {
    return "\"" + Files.readString(file(name)).replace("\n", "\\n") + "\"";
  }
}
