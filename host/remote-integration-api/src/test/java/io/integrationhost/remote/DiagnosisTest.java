package io.integrationhost.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.integrationhost.remote.LinkFailure.Kind;
import io.netty.channel.ConnectTimeoutException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Failures as they really happen, told in plain words. */
final class DiagnosisTest {
  private static LinkChannels channels;

  @BeforeAll
  static void open() {
    channels = Links.channels();
  }

  @AfterAll
  static void close() {
    channels.close();
  }

  @Test
  void closedPort() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThat(failure(plain(port)))
        .isEqualTo(
            new LinkFailure(
                Kind.CONNECTION_REFUSED,
                "127.0.0.1:"
                    + port
                    + ": connection refused; check thingsboard.port (variable RPC_PORT), and that"
                    + " ThingsBoard runs with its integration service enabled"));
    assertThat(failure(encrypted(port)).kind()).isEqualTo(Kind.CONNECTION_REFUSED);
  }

  @Test
  void unknownName() throws Exception {
    assertThat(failure(Links.plain("no-such-host.invalid", 9090)))
        .isEqualTo(
            new LinkFailure(
                Kind.NAME_NOT_FOUND,
                "no-such-host.invalid:9090: name not found; check thingsboard.host (variable RPC_HOST)"
                    + " or the DNS of this machine"));
  }

  @Test
  void impossibleName() {
    for (String host : List.of("http://tb.example.org", "tb_core")) {
      assertThatThrownBy(() -> failure(Links.plain(host, 9090)))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("thingsboard.host: " + host);
    }
  }

  @Test
  void webServer() throws Exception {
    try (RawServer web = new RawServer("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8), true)) {
      assertFailure(plain(web.port()), Kind.NOT_THINGSBOARD, "something else answers");
      assertFailure(encrypted(web.port()), Kind.TLS, "does not speak TLS");
    }
  }

  @Test
  void closedAtOnce() throws Exception {
    try (RawServer rude = new RawServer(new byte[0], true)) {
      assertFailure(plain(rude.port()), Kind.NOT_THINGSBOARD, "thingsboard.ssl.enabled");
      assertFailure(encrypted(rude.port()), Kind.TLS, "check that this port speaks TLS");
    }
  }

  @Test
  void plainTextToAPortThatSendsTlsAlerts() throws Exception {
    byte[] alert = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    try (RawServer server = new RawServer(alert, false)) {
      assertFailure(plain(server.port()), Kind.NOT_THINGSBOARD, "this port expects TLS");
    }
  }

  @Test
  void anotherService() throws Exception {
    Server other =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .build()
            .start();
    try {
      assertFailure(plain(other.getPort()), Kind.NOT_THINGSBOARD, "Method not found");
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void tooManyPings() throws Exception {
    try (RawServer server = new RawServer(goAway("too_many_pings"), false)) {
      assertFailure(plain(server.port()), Kind.TOO_MANY_PINGS, "every 300 s");
    }
  }

  @Test
  void encryptionWhereThereIsNone() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      assertFailure(encrypted(server.port()), Kind.TLS, "(variable RPC_SSL_ENABLED) to false");
    }
  }

  @Test
  void unreachable() {
    assertDiagnosed(
        Status.UNAVAILABLE.withCause(new ConnectTimeoutException("connection timed out")),
        Kind.UNREACHABLE,
        "not reachable (connection timed out)");
    assertDiagnosed(
        Status.UNAVAILABLE.withCause(
            new IOException(new NoRouteToHostException("No route to host"))),
        Kind.UNREACHABLE,
        "No route to host");
  }

  @Test
  void whatElseServersAndProxiesSay() {
    assertDiagnosed(Status.UNKNOWN, Kind.SERVER_UNAVAILABLE, "its log tells why");
    assertDiagnosed(
        Status.UNAVAILABLE.withDescription("HTTP status code 503\ninvalid content-type"),
        Kind.SERVER_UNAVAILABLE,
        "a proxy answered: HTTP status code 503");
    assertDiagnosed(
        Status.RESOURCE_EXHAUSTED.withDescription(
            "gRPC message exceeds maximum size 4194304: 5000007"),
        Kind.MESSAGE_TOO_LARGE,
        "5000007");
    assertDiagnosed(
        Status.RESOURCE_EXHAUSTED.withDescription(
            "gRPC message exceeds maximum size 67108864: 67108865"),
        Kind.MESSAGE_TOO_LARGE,
        "make the converters smaller");
    assertDiagnosed(
        Status.PERMISSION_DENIED.withDescription("no"), Kind.STREAM_FAILED, "PERMISSION_DENIED");
  }

  private static void assertDiagnosed(Status status, Kind kind, String text) {
    LinkFailure failure = Diagnosis.of(Links.plain("tb.example.org", 9090), status, false);

    assertThat(failure.kind()).as(failure.message()).isEqualTo(kind);
    assertThat(failure.message()).startsWith("tb.example.org:9090: ").contains(text);
  }

  private static void assertFailure(ServerAddress address, Kind kind, String text)
      throws Exception {
    LinkFailure failure = failure(address);

    assertThat(failure.kind()).as(failure.message()).isEqualTo(kind);
    assertThat(failure.message()).startsWith(address + ": ").contains(text);
  }

  private static LinkFailure failure(ServerAddress address) throws Exception {
    ProbeResult result =
        channels
            .probe(Links.settings(address), Links.PATIENT)
            .toCompletableFuture()
            .get(40, TimeUnit.SECONDS);
    return ((ProbeResult.Failed) result).failure();
  }

  private static ServerAddress plain(int port) {
    return Links.plain("127.0.0.1", port);
  }

  private static ServerAddress encrypted(int port) {
    return new ServerAddress("127.0.0.1", port, Optional.of(Tls.systemTrust()));
  }

  /** Empty settings, then a farewell that says why and that no stream was looked at. */
  private static byte[] goAway(String reason) {
    byte[] text = reason.getBytes(UTF_8);
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
    frames.writeBytes(new byte[] {0, 0, (byte) (8 + text.length), 7, 0, 0, 0, 0, 0});
    frames.writeBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 0x0b});
    frames.writeBytes(text);
    return frames.toByteArray();
  }
}
