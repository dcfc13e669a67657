package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.netty.GrpcSslContexts;
import io.integrationhost.remote.LinkFailure.Kind;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encryption against a real server. */
final class LinkTlsTest {
  @TempDir static Path directory;
  private static TestCertificate ofServer;
  private static TestCertificate ofClient;
  private static LinkChannels channels;

  @BeforeAll
  static void create() throws Exception {
    ofServer = TestCertificate.create(directory, "localhost");
    ofClient = TestCertificate.create(directory, "client");
    channels = Links.channels();
  }

  @AfterAll
  static void close() {
    channels.close();
  }

  @Test
  void connectsToWhomItTrusts() throws Exception {
    try (ScriptedServer server = server(false)) {
      assertReached(server, trusting(ofServer));
    }
  }

  @Test
  void showsItsCertificate() throws Exception {
    try (ScriptedServer server = server(true)) {
      assertReached(server, identified());
    }
  }

  @Test
  void tellsThatItsCertificateIsMissing() throws Exception {
    try (ScriptedServer server = server(true)) {
      assertFailure("localhost", server, trusting(ofServer), "it may want a client certificate");
    }
  }

  @Test
  void tellsWhomItDoesNotTrust() throws Exception {
    try (ScriptedServer server = server(false)) {
      assertFailure("localhost", server, Tls.systemTrust(), "its certificate is not trusted");
      assertFailure(
          "127.0.0.1", server, trusting(ofServer), "its certificate is not for this name");
    }
  }

  @Test
  void tellsPlainTextFromTls() throws Exception {
    try (ScriptedServer server = server(false)) {
      LinkFailure failure = failure(Links.plain("localhost", server.port()));

      assertThat(failure.kind()).isEqualTo(Kind.NOT_THINGSBOARD);
      assertThat(failure.message())
          .contains("the port expects TLS (thingsboard.ssl.enabled, variable RPC");
    }
  }

  @Test
  void tellsWhichFileIsWrong() throws Exception {
    Path missing = directory.resolve("missing.pem");
    Path nonsense = Files.writeString(directory.resolve("nonsense.pem"), "nonsense");
    Path certificate = ofServer.certificate();

    assertUnusable(new Tls(Optional.of(missing), Optional.empty(), Optional.empty()), missing);
    assertUnusable(new Tls(Optional.of(nonsense), Optional.empty(), Optional.empty()), nonsense);
    assertUnusable(
        new Tls(Optional.empty(), Optional.of(certificate), Optional.of(nonsense)), nonsense);
    assertThatThrownBy(() -> new Tls(Optional.empty(), Optional.of(certificate), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(certificate.toString());
  }

  private static void assertUnusable(Tls tls, Path file) {
    LinkSettings settings = Links.settings(new ServerAddress("localhost", 9090, Optional.of(tls)));

    assertThatThrownBy(() -> channels.open(settings, new RecordingListener()))
        .isInstanceOf(LinkException.class)
        .hasMessageStartingWith("thingsboard.ssl: ")
        .hasMessageContaining(file.toString());
  }

  private static ScriptedServer server(boolean wantsClient) throws Exception {
    SslContextBuilder builder =
        GrpcSslContexts.configure(
                SslContextBuilder.forServer(
                    ofServer.certificate().toFile(), ofServer.key().toFile()),
                SslProvider.JDK)
            .trustManager(ofClient.certificate().toFile())
            .clientAuth(wantsClient ? ClientAuth.REQUIRE : ClientAuth.NONE);
    var context = builder.build();
    return new ScriptedServer(0, options -> options.sslContext(context));
  }

  private static Tls trusting(TestCertificate certificate) {
    return new Tls(Optional.of(certificate.certificate()), Optional.empty(), Optional.empty());
  }

  private static Tls identified() {
    return new Tls(
        Optional.of(ofServer.certificate()),
        Optional.of(ofClient.certificate()),
        Optional.of(ofClient.key()));
  }

  private static void assertReached(ScriptedServer server, Tls tls) throws Exception {
    CompletableFuture<ProbeResult> result =
        probe(new ServerAddress("localhost", server.port(), Optional.of(tls)));
    ServerStream stream = server.accept();
    assertThat(stream.awaitHalfClose()).isTrue();
    stream.complete();
    assertThat(result.get(40, TimeUnit.SECONDS)).isInstanceOf(ProbeResult.Reached.class);
  }

  private static void assertFailure(String host, ScriptedServer server, Tls tls, String text)
      throws Exception {
    LinkFailure failure = failure(new ServerAddress(host, server.port(), Optional.of(tls)));

    assertThat(failure.kind()).as(failure.message()).isEqualTo(Kind.TLS);
    assertThat(failure.message()).contains(text);
  }

  private static LinkFailure failure(ServerAddress address) throws Exception {
    return ((ProbeResult.Failed) probe(address).get(40, TimeUnit.SECONDS)).failure();
  }

  private static CompletableFuture<ProbeResult> probe(ServerAddress address) {
    return channels.probe(Links.settings(address), Links.PATIENT).toCompletableFuture();
  }
}
