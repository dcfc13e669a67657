package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whose certificate a command believes. */
final class EncryptedHostTest {

  private static final String PASSWORD = "changeit";

  @TempDir private Path home;
  private String said = "";

  /** A key with its certificate, which is left as PEM beside it. */
  private SSLContext certificate(String name, String alternative)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = home.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-alias",
                "host",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + alternative,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Files.writeString(
        home.resolve(name + ".pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(keys.getCertificate("host").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private int status(String... more) {
    StringWriter out = new StringWriter();
    List<String> all = new ArrayList<>(List.of("status", "--conf", settings().toString()));
    all.addAll(List.of(more));
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
    int code = command.execute(all.toArray(String[]::new));
    said = out.toString();
    return code;
  }

  private Path settings() {
    return home.resolve("host.conf");
  }

  private void settings(String certificate) throws IOException {
    Files.writeString(
        settings(),
        """
        data-directory = "%s"
        admin { address = "0.0.0.0", tls { certificate-file = "%s", key-file = "/not/readable" } }
        """
            .formatted(home, home.resolve(certificate)));
  }

  @Test
  void theVeryCertificateOfTheSettingsOrThatOfAnAuthorityForTheNameIsBelieved() throws Exception {
    try (StubHost host = StubHost.encrypted(certificate("elsewhere", "dns:host.example.org"))) {
      host.runsIn(home).streams("GET /api/v1/live", StubHost.snapshot(0, 1, 1, "RUNNING"));
      settings("elsewhere.pem");
      assertThat(status()).as(said).isZero();
      String ca = home.resolve("elsewhere.pem").toString();
      assertThat(status("--ca", ca)).as("another name").isEqualTo(ExitCode.FAILURE);
      assertThat(said).contains("there is no trusted encryption", "--ca FILE");
      var unused = certificate("other", "ip:127.0.0.1");
      settings("other.pem");
      assertThat(status()).as("another certificate").isEqualTo(ExitCode.FAILURE);
      assertThat(said).contains("another certificate than that of admin.tls.certificate-file");
      assertThat(status("--ca", settings().toString())).isEqualTo(ExitCode.USAGE);
      assertThat(said).contains("cannot be read");
    }
    try (StubHost host = StubHost.encrypted(certificate("here", "ip:127.0.0.1"))) {
      host.runsIn(home).streams("GET /api/v1/live", StubHost.snapshot(0, 1, 1, "RUNNING"));
      String url = "https://127.0.0.1:" + host.port();
      String ca = home.resolve("here.pem").toString();
      assertThat(status("--url", url, "--ca", ca)).as(said).isZero();
      assertThat(status("--url", url)).isEqualTo(ExitCode.FAILURE);
      assertThat(said).contains("there is no trusted encryption");
    }
  }
}
