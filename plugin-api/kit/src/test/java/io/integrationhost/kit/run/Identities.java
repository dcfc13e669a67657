package io.integrationhost.kit.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** Makes certificates with keytool of the running Java. */
public final class Identities {

  public static final String PASSWORD = "changeit";

  /**
   * A certificate that signs itself, for 90 days.
   *
   * @param certificate PEM
   * @param key PEM
   */
  public record Pair(Path store, String certificate, String key) {}

  private Identities() {}

  public static Pair make(Path directory, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = directory.resolve(name + ".p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        List.of(
            keytool.toString(),
            "-J-XX:TieredStopAtLevel=1",
            "-J-XX:+UseSerialGC",
            "-genkeypair",
            "-alias",
            "own",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=dns:" + name,
            "-validity",
            "90",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(Files.readString(directory.resolve(name + ".log")));
    }
    KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      loaded.load(in, PASSWORD.toCharArray());
    }
    return new Pair(
        store,
        pem("CERTIFICATE", loaded.getCertificate("own").getEncoded()),
        pem("PRIVATE KEY", loaded.getKey("own", PASSWORD.toCharArray()).getEncoded()));
  }

  static String pem(String label, byte[] bytes) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
