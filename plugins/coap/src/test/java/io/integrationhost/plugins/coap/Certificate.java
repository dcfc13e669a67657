package io.integrationhost.plugins.coap;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A certificate of our own for a few days, made by the JDK's keytool. */
record Certificate(String certificate, String key) {

  private static final char[] PASSWORD = "password".toCharArray();

  static Certificate make() throws Exception {
    Path folder = Files.createTempDirectory("certificate");
    Path store = folder.resolve("store.p12");
    try {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-J-XX:TieredStopAtLevel=1",
                  "-J-XX:+UseSerialGC",
                  "-genkeypair",
                  "-keyalg",
                  "EC",
                  "-groupname",
                  "secp256r1",
                  "-alias",
                  "own",
                  "-dname",
                  "CN=localhost",
                  "-validity",
                  "7",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  store.toString(),
                  "-storepass",
                  new String(PASSWORD))
              .redirectErrorStream(true)
              .start();
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IllegalStateException(
            new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      }
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD);
      }
      return new Certificate(
          pem("CERTIFICATE", keys.getCertificate("own").getEncoded()),
          pem("PRIVATE KEY", keys.getKey("own", PASSWORD).getEncoded()));
    } finally {
      Files.deleteIfExists(store);
      Files.deleteIfExists(folder);
    }
  }

  /** With its line ends as they are written in a slice. */
  private static String pem(String kind, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    String text = "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    return text.replace("\n", "\\n");
  }
}
