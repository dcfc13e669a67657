package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** Servers of networks that say half of what they should, and what becomes of a downlink then. */
class StalledNetworkTest {

  private static Downlink downlink(String data) {
    return new Downlink(
        "d", ContentType.TEXT, data.getBytes(StandardCharsets.UTF_8), Map.of("DevEUI", "E"));
  }

  private static void fails(Running running, TransportException.Kind kind, String message) {
    assertThatThrownBy(
            () ->
                StartedTransport.join(running.transport.downlink(downlink("{\"payload\":\"0a\"}"))))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  @Test
  void anAnswerWithoutItsEndIsWaitedForNoLonger() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var rest = new Rest("test-rest", Duration.ofMillis(300))) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"))
              .timeout(Duration.ofSeconds(10))
              .build();
      var said = rest.ask(request).toCompletableFuture();
      try (Socket one = server.accept()) {
        one.getOutputStream()
            .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        await().atMost(Duration.ofSeconds(5)).until(said::isDone);
        assertThatThrownBy(said::join).hasRootCauseInstanceOf(TimeoutException.class);
        // The connection is let go, too.
        one.setSoTimeout(5_000);
        assertThat(one.getInputStream().readAllBytes()).isNotEmpty();
      }
    }
  }

  @Test
  void whatFailsBeforeTheMessageIsTriedAgainByTheHost() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var closing =
          new Thread(
              () -> {
                try {
                  server.accept().close();
                } catch (IOException ended) {
                  // With the test.
                }
              },
              "test-closing");
      closing.start();
      String form = "{downlinkUrl: \"http://127.0.0.1:" + server.getLocalPort() + "\"}";
      try (var running = new Running("TPE", form, "")) {
        fails(running, TransportException.Kind.UNAVAILABLE, "before the message was sent");
      }
    }
  }

  @Test
  void anAnswerThatIsNoJsonIsCalledSo() throws IOException {
    try (var network = new FakeNetwork()) {
      String form = "{downlinkUrl: \"" + network.url() + "\"}";
      try (var running = new Running("TPE", form, "")) {
        network.next(200, "<html>");
        fails(running, TransportException.Kind.REJECTED, "is no JSON");
        network.next(200, "{\"access_token\":\"t\",\"expires_in\":9}").next(200, "<html>");
        fails(running, TransportException.Kind.REJECTED, "is no JSON");
      }
    }
  }

  @Test
  void aHandshakeThatFailsHasSentNothing() {
    assertThat(Rest.isUnconnected(new CompletionException(new SSLHandshakeException("no trust"))))
        .isTrue();
  }

  @Test
  void anErrorOfAQuestionDoesNotEndAllQuestions() throws IOException {
    try (var network = new FakeNetwork();
        var rest = new Rest("test-rest")) {
      network.next(200, "{\"access_token\":\"t-1\",\"expires_in\":60}");
      var asked = new AtomicInteger();
      var token =
          new Token(
              rest,
              Clock.systemUTC(),
              () -> {
                if (asked.getAndIncrement() == 0) {
                  throw new NoClassDefFoundError("as a test wants it");
                }
                return HttpRequest.newBuilder(URI.create(network.url())).build();
              },
              Duration.ZERO);
      assertThatThrownBy(() -> StartedTransport.join(token.get()))
          .hasRootCauseInstanceOf(NoClassDefFoundError.class);
      assertThat(StartedTransport.join(token.get())).isEqualTo("t-1");
    }
  }

  @Test
  void namesOfDevicesDoNotLeaveTheirPlaceInAPath() throws IOException {
    try (var network = new FakeNetwork()) {
      String form =
          "{applicationServerUrl: \"" + network.url() + "\", applicationServerAPIToken: t}";
      try (var running = new Running("CHIRPSTACK", form, "")) {
        for (String name : new String[] {".", ".."}) {
          var up =
              new Downlink(
                  "d", ContentType.TEXT, new byte[1], Map.of("DevEUI", name, "fPort", "1"));
          assertThatThrownBy(() -> StartedTransport.join(running.transport.downlink(up)))
              .cause()
              .hasMessageContaining("cannot stand in a path");
        }
      }
      assertThat(network.asked()).isEmpty();
    }
  }
}
