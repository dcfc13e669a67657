package io.integrationhost.kit.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.run.Identities;
import io.integrationhost.plugin.Uplink;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may come: TLS, PROXY headers, networks. */
class ArrivalTest {

  @TempDir static Path files;
  private static Identities.Pair server;
  private static Identities.Pair client;

  @BeforeAll
  static void makeCertificates() throws Exception {
    server = Identities.make(files, "server");
    client = Identities.make(files, "meter-7");
  }

  private static String tls(String more) {
    return "{port: 0, maxLine: 100, connectionMetadata: true, tls {certificate: \"\"\""
        + server.certificate()
        + "\"\"\", key: \"\"\""
        + server.key()
        + "\"\"\", "
        + more
        + "}}";
  }

  @Test
  void servesOverTlsAndKnowsTheClientByItsCertificate() throws Exception {
    String mutual = "clientAuth: require, trust: \"\"\"" + client.certificate() + "\"\"\"";
    try (var lines = new Lines(tls(mutual))) {
      try (SSLSocket device = dial(lines, Optional.of(client))) {
        say(device, "1\nbye\n");
        assertThat(hear(device)).isEqualTo("OK\nBYE\n");
      }
      Uplink.Payload payload = (Uplink.Payload) lines.host.published.get(0);
      assertThat(payload.metadata()).containsEntry("certificateName", "meter-7");
      assertThat(lines.host.received).hasValue("1\nbye\n".length());
      try (SSLSocket unknown = dial(lines, Optional.empty())) {
        say(unknown, "1\n");
      } catch (IOException refused) {
        assertThat(refused).isNotNull();
      }
      await().until(() -> lines.host.told.contains("refused TLS"));
      assertThat(lines.host.count()).isEqualTo(1);
    }
  }

  @Test
  void closesWhoDoesNotSpeakTls() {
    try (var lines = new Lines(tls(""));
        var device = lines.connect().say("hello\n")) {
      await().until(() -> lines.host.told.contains("refused TLS"));
      assertThat(lines.host.told).doesNotContain("opened 1");
      await()
          .untilAsserted(
              () ->
                  assertThat(lines.transport.health().detail())
                      .contains("0 connections, 1 refused"));
      assertThat(device).isNotNull();
    }
  }

  @Test
  void believesTheHeaderOfItsProxyAndLetsInWhoIsAllowed() {
    String slice =
        "{port: 0, maxLine: 100, connectionMetadata: true, proxyProtocol: true, trustedProxies:"
            + " [\"127.0.0.0/8\"], allow: [\"10.1.0.0/16\"]}";
    try (var lines = new Lines(slice)) {
      try (var device = lines.connect().say("PROXY TCP4 10.1.2.3 10.0.0.1 5555 80\r\n1\n")) {
        device.hears("OK\n");
      }
      Uplink.Payload payload = (Uplink.Payload) lines.host.published.get(0);
      assertThat(payload.metadata()).containsEntry("remoteAddress", "10.1.2.3");
      try (var stranger = lines.connect().say("PROXY TCP4 10.9.2.3 10.0.0.1 5555 80\r\n")) {
        stranger.hearsTheEnd();
      }
      assertThat(lines.host.told).contains("refused ADDRESS");
      try (var headless = lines.connect().say("2".repeat(200) + "\r\n")) {
        await().until(() -> lines.host.told.contains("refused PROXY"));
        assertThat(headless).isNotNull();
      }
      assertThat(lines.host.texts()).containsExactly("1");
    }
  }

  @Test
  void limitsTheConnectionsOfOneAddress() {
    try (var lines = new Lines("{port: 0, maxLine: 100, maxConnectionsPerAddress: 1}");
        var first = lines.connect().say("1\n").hears("OK\n");
        var second = lines.connect()) {
      second.hearsTheEnd();
      first.say("2\n").hears("OK\n");
      assertThat(lines.transport.health().detail()).contains("1 connections, 1 refused");
    }
  }

  private static SSLSocket dial(Lines lines, Optional<Identities.Pair> own) throws Exception {
    KeyManager[] keys = null;
    if (own.isPresent()) {
      char[] password = Identities.PASSWORD.toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(own.get().store())) {
        store.load(in, password);
      }
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, password);
      keys = factory.getKeyManagers();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {new TrustAll()}, null);
    var socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), lines.transport.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hear(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The server's name is not what is tested. */
  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
