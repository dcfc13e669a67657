package io.integrationhost.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with certificates that keytool of the running Java has made. */
class FollowedTlsTest {

  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir static Path made;
  @TempDir Path files;

  private static Identities.Pair localhost;
  private static Identities.Pair other;

  @BeforeAll
  static void makeCertificates() throws Exception {
    localhost = Identities.make(made, "localhost");
    other = Identities.make(made, "other");
  }

  @Test
  void serversAndClientsKnowEachOther() throws Exception {
    FollowedTls server =
        server(
            text(localhost) + ", trust: " + quoted(other.certificate()) + ", clientAuth: require");
    FollowedTls client = client("trust: " + quoted(localhost.certificate()) + ", " + text(other));
    try (var pair = new Pair(server, client, "localhost")) {
      assertThat(pair.isOpen()).isTrue();
      X509Certificate seen =
          (X509Certificate) pair.server().engine().getSession().getPeerCertificates()[0];
      assertThat(seen.getSubjectX500Principal().getName()).contains("CN=other");
      assertThat(pair.says("hello")).isEqualTo("hello");
    }
    FollowedTls stranger = client("trust: " + quoted(localhost.certificate()));
    try (var pair = new Pair(server, stranger, "localhost")) {
      assertThat(pair.server().handshakeFuture().isSuccess()).isFalse();
    }
    assertThat(server.problem()).isEmpty();
    assertThat(server.context().getProtocol()).isEqualTo("TLS");
  }

  @Test
  void wantsOrNeedsNoCertificateOfClients() throws Exception {
    FollowedTls server =
        server(text(localhost) + ", trust: " + quoted(other.certificate()) + ", clientAuth: want");
    FollowedTls client = client("trust: " + quoted(localhost.certificate()));
    try (var pair = new Pair(server, client, "localhost")) {
      assertThat(pair.says("hello")).isEqualTo("hello");
      assertThatThrownBy(() -> pair.server().engine().getSession().getPeerCertificates())
          .isInstanceOf(SSLPeerUnverifiedException.class);
    }
  }

  @Test
  void looksAtTheNameOfTheServer() throws Exception {
    FollowedTls server = server(text(localhost));
    String trust = "trust: " + quoted(localhost.certificate());
    try (var pair = new Pair(server, client(trust), "meter.example")) {
      assertThat(pair.isOpen()).isFalse();
    }
    try (var pair = new Pair(server, client(trust + ", verifyHost: false"), "meter.example")) {
      assertThat(pair.isOpen()).isTrue();
    }
    try (var pair = new Pair(server, client(trust + ", serverName: localhost"), "10.0.0.5")) {
      assertThat(pair.isOpen()).isTrue();
    }
    try (var pair = new Pair(server, client("enabled: true"), "localhost")) {
      assertThat(pair.isOpen()).as("not signed by whom Java trusts").isFalse();
    }
  }

  @Test
  void followsItsFilesWithoutDroppingConnections() throws Exception {
    Path certificate = files.resolve("server.pem");
    Path key = files.resolve("server.key");
    write(certificate, localhost.certificate());
    write(key, localhost.key());
    FollowedTls server =
        server("certificateFile: " + quoted(certificate) + ", keyFile: " + quoted(key));
    FollowedTls client =
        client(
            "verifyHost: false, trust: " + quoted(localhost.certificate() + other.certificate()));
    try (var before = new Pair(server, client, "localhost")) {
      assertThat(before.serverName()).contains("CN=localhost");
      assertThat(server.look()).isEmpty();

      write(certificate, other.certificate());
      assertThat(server.look())
          .hasValueSatisfying(
              told ->
                  assertThat(told)
                      .startsWith("tls.certificateFile (" + certificate + ") and its key do not")
                      .endsWith("; the certificates of before stay in use"));
      assertThat(server.problem().orElseThrow()).contains("do not belong together");
      assertThat(server.look()).as("told once").isEmpty();
      try (var meanwhile = new Pair(server, client, "localhost")) {
        assertThat(meanwhile.serverName()).contains("CN=localhost");
      }

      write(key, other.key());
      assertThat(server.look())
          .hasValueSatisfying(told -> assertThat(told).startsWith("takes new"));
      assertThat(server.problem()).isEmpty();
      try (var after = new Pair(server, client, "localhost")) {
        assertThat(after.serverName()).contains("CN=other");
      }
      assertThat(before.says("still here")).isEqualTo("still here");

      Files.delete(key);
      assertThat(server.look().orElseThrow()).contains("tls.keyFile (" + key + ") cannot be read");
      write(key, "nonsense");
      assertThat(server.look().orElseThrow()).contains("holds no private key");
      write(key, other.key());
      assertThat(server.look()).isPresent();
      assertThat(server.problem()).isEmpty();
    }
  }

  @Test
  void doesNotReadFilesThatOnlyLookNew() throws Exception {
    Path store = Files.copy(localhost.store(), files.resolve("server.p12"));
    FollowedTls server = server("certificateFile: " + quoted(store) + ", keyPassword: changeit");
    Files.setLastModifiedTime(store, FileTime.from(Instant.EPOCH));
    assertThat(server.look()).isEmpty();
  }

  @Test
  void tellsInTimeThatACertificateEnds() throws Exception {
    Instant end = Instant.now().plus(Duration.ofDays(90));
    TlsSettings settings = settings(text(localhost));
    assertThat(at(settings, end.minus(Duration.ofDays(15))).problem()).isEmpty();
    assertThat(at(settings, end.minus(Duration.ofDays(13))).problem().orElseThrow())
        .startsWith("tls.certificate ends on ")
        .endsWith("; renew it");
    assertThat(at(settings, end.plus(Duration.ofDays(1))).problem().orElseThrow())
        .startsWith("tls.certificate ended on ");
    assertThat(at(settings, Instant.now().minus(Duration.ofDays(9))).problem().orElseThrow())
        .startsWith("tls.certificate begins on ");
  }

  private static FollowedTls at(TlsSettings settings, Instant now) {
    return FollowedTls.server(settings, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void doesNotTakeACertificateThatHasEnded() throws Exception {
    Path store = Files.copy(localhost.store(), files.resolve("server.p12"));
    String keys = "certificateFile: " + quoted(store) + ", keyPassword: changeit";
    Clock later = Clock.offset(CLOCK, Duration.ofDays(100));
    FollowedTls server = FollowedTls.server(settings(keys), later);
    Files.write(store, Files.readAllBytes(other.store()));
    Files.setLastModifiedTime(store, FileTime.from(Instant.EPOCH));
    assertThat(server.look().orElseThrow()).contains(" ended on ").contains("stay in use");
  }

  @Test
  void saysClearlyWhatCannotBeUsed() throws Exception {
    assertThatThrownBy(
            () ->
                server(
                    "certificate: "
                        + quoted(localhost.certificate())
                        + ", key: "
                        + quoted(other.key())))
        .isInstanceOf(TransportException.class)
        .hasMessage("tls.certificate and its key do not belong together");
    assertThatThrownBy(() -> server("certificate: abc, key: " + quoted(other.key())))
        .hasMessage("tls.certificate holds no certificate (-----BEGIN CERTIFICATE-----)");
    assertThatThrownBy(
            () -> server("certificate: " + quoted(other.certificate()) + ", key: geheim"))
        .hasMessage("tls.key holds no private key (-----BEGIN PRIVATE KEY-----)");
    Path store = Files.copy(localhost.store(), files.resolve("server.p12"));
    assertThatThrownBy(() -> server("certificateFile: " + quoted(store) + ", keyPassword: geheim"))
        .hasMessageContaining("is no PKCS12 file, or its password is wrong or missing")
        .hasMessageNotContaining("geheim");
    assertThatThrownBy(() -> client("trustFile: " + quoted(write(files.resolve("t.pem"), "x"))))
        .hasMessageContaining("tls.trustFile (")
        .hasMessageContaining("holds no certificate");
  }

  private static FollowedTls server(String keys) {
    return FollowedTls.server(settings(keys), CLOCK);
  }

  private static TlsSettings settings(String keys) {
    Keys read = keys(keys);
    Optional<TlsSettings> settings = TlsSettings.server(read);
    read.check();
    return settings.orElseThrow();
  }

  private static FollowedTls client(String keys) {
    Keys read = keys(keys);
    Optional<TlsSettings> settings = TlsSettings.client(read);
    read.check();
    return FollowedTls.client(settings.orElseThrow(), CLOCK);
  }

  private static Keys keys(String keys) {
    Config config = ConfigFactory.parseString("{tls: {" + keys + "}}");
    return Keys.of(config, config, name -> Optional.empty());
  }

  private static String text(Identities.Pair pair) {
    return "certificate: " + quoted(pair.certificate()) + ", key: " + quoted(pair.key());
  }

  private static String quoted(Object text) {
    return ConfigUtil.quoteString(text.toString());
  }

  private static Path write(Path file, String text) throws IOException {
    return Files.writeString(file, text);
  }

  /** A server's and a client's end of one connection. */
  private static final class Pair implements AutoCloseable {
    private final SslHandler server;
    private final SslHandler client;
    private final EmbeddedChannel ofServer;
    private final EmbeddedChannel ofClient;
    private final List<Exception> failures = new ArrayList<>();

    Pair(FollowedTls server, FollowedTls client, String host) {
      var buffers = UnpooledByteBufAllocator.DEFAULT;
      this.server = server.accepted(buffers, Runnable::run);
      this.client = client.dialled(buffers, host, 5000, Runnable::run);
      ofServer = new EmbeddedChannel(this.server);
      ofClient = new EmbeddedChannel(this.client);
      pump();
    }

    private void pump() {
      boolean moved = true;
      while (moved) {
        moved = move(ofClient, ofServer) || move(ofServer, ofClient);
      }
    }

    private boolean move(EmbeddedChannel from, EmbeddedChannel to) {
      from.runPendingTasks();
      ByteBuf next = from.readOutbound();
      if (next == null) {
        return false;
      }
      try {
        to.writeInbound(next);
      } catch (Exception e) {
        // A handshake that fails is seen in isOpen().
        failures.add(e);
      }
      return true;
    }

    SslHandler server() {
      return server;
    }

    boolean isOpen() {
      return client.handshakeFuture().isSuccess() && server.handshakeFuture().isSuccess();
    }

    String serverName() throws SSLPeerUnverifiedException {
      X509Certificate seen =
          (X509Certificate) client.engine().getSession().getPeerCertificates()[0];
      return seen.getSubjectX500Principal().getName();
    }

    String says(String text) {
      ofClient.writeOutbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
      pump();
      ByteBuf heard = ofServer.readInbound();
      try {
        return heard.toString(StandardCharsets.UTF_8);
      } finally {
        heard.release();
      }
    }

    @Override
    public void close() {
      ofServer.releaseInbound();
      ofClient.releaseInbound();
    }
  }
}
