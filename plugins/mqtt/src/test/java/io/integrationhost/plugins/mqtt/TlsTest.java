package io.integrationhost.plugins.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker with certificates of its own authority. */
class TlsTest {

  @TempDir private static Path folder;
  private static Mosquitto broker;

  private final Running running = new Running();

  @BeforeAll
  static void start() throws Exception {
    Mosquitto.find("mosquitto");
    certify("ca", "/CN=Plant CA", "", "");
    certify("server", "/CN=localhost", "subjectAltName=DNS:localhost", "ca");
    certify("client", "/CN=host-7", "subjectAltName=DNS:host-7", "ca");
    certify("other", "/CN=Other CA", "", "");
    openssl("pkcs8", "-topk8", "-in", "client.key", "-out", "client.enc", "-passout", "pass:hush");
    broker =
        new Mosquitto(
            folder,
            """
            cafile ca.crt
            certfile server.crt
            keyfile server.key
            require_certificate false
            allow_anonymous true
            """);
  }

  private static void openssl(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = Mosquitto.find("openssl");
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("openssl.log"))).isZero();
  }

  private static void certify(String name, String subject, String extension, String by)
      throws Exception {
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", name + ".key");
    if (by.isEmpty()) {
      openssl(
          "req",
          "-x509",
          "-new",
          "-key",
          name + ".key",
          "-subj",
          subject,
          "-days",
          "90",
          "-out",
          name + ".crt");
      return;
    }
    Files.writeString(folder.resolve(name + ".ext"), extension);
    openssl("req", "-new", "-key", name + ".key", "-subj", subject, "-out", name + ".csr");
    openssl(
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        by + ".crt",
        "-CAkey",
        by + ".key",
        "-CAcreateserial",
        "-days",
        "90",
        "-extfile",
        name + ".ext",
        "-out",
        name + ".crt");
  }

  @AfterAll
  static void stop() throws IOException {
    if (broker != null) {
      broker.close();
    }
  }

  @AfterEach
  void close() {
    running.close();
  }

  private static String pem(String key, String file) throws IOException {
    return key + " = \"" + Files.readString(folder.resolve(file)).replace("\n", "\\n") + "\"";
  }

  private StartedTransport start(String client, String more) {
    return running.start(broker.port(), client, more);
  }

  @Test
  void takesAPrivateAuthorityWithAnyCredentials() throws IOException {
    Running.awaitUp(start("ssl = true, credentials {" + pem("caCert", "ca.crt") + "}", ""));
    Running.awaitUp(
        start(
            "ssl = true, protocolVersion = MQTT_5, credentials {type = basic, username = u, password = p, "
                + pem("caCert", "ca.crt")
                + "}",
            ""));
  }

  @Test
  void showsItsCertificate() throws IOException {
    Running.awaitUp(
        start(
            "credentials {type = cert.PEM, "
                + pem("caCert", "ca.crt")
                + ", "
                + pem("cert", "client.crt")
                + ", "
                + pem("privateKey", "client.enc")
                + ", privateKeyPassword = hush}",
            ""));
    // As old pages call it; and a key as openssl writes it (SEC1).
    Running.awaitUp(
        start(
            "credentials {type = cert.PEM, "
                + pem("caCert", "ca.crt")
                + ", "
                + pem("cert", "client.crt")
                + ", "
                + pem("privateKey", "client.key")
                + ", password = \"\"}",
            ""));
  }

  @Test
  void tellsWhomItDoesNotTrust() throws IOException {
    StartedTransport stranger =
        start("ssl = true, credentials {" + pem("caCert", "other.crt") + "}", "");
    StartedTransport otherName =
        start(
            "host = \"127.0.0.1\", ssl = true, credentials {" + pem("caCert", "ca.crt") + "}", "");
    StartedTransport plain = start("ssl = false, connectTimeoutSec = 1", "");
    Running.awaitHealth(stranger, "TLS did not come about");
    Running.awaitHealth(otherName, "TLS did not come about");
    assertThat(otherName.transport().health().detail()).contains("127.0.0.1");
    Running.awaitHealth(plain, "the login");
    Running.awaitUp(
        start(
            "host = \"127.0.0.1\", ssl = true, credentials {" + pem("caCert", "ca.crt") + "}",
            "tls.verifyHost = false"));
  }
}
