package io.integrationhost.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.integrationhost.plugin.Transport;
import io.integrationhost.testkit.FakeContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What goes over the connections of a port. */
class HttpConnectionsTest extends PortsOfATest {

  @Test
  void answersGoOutInTheOrderOfTheRequests() throws IOException {
    var slow = new Named("slow");
    slow.holds = true;
    Transport one = transport(slow, "/1");
    Transport two = transport(new Named("fast"), "/2");
    start(one, two);
    try (var client = new Client(port(one))) {
      client.say("GET /1" + GET + "GET /2" + GET + "GET /none" + GET + "GET /1" + GET);
      await().until(() -> slow.held.size() == 2);
      slow.release();
      client.head();
      assertThat(client.body(4)).isEqualTo("slow");
      client.head();
      assertThat(client.body(4)).isEqualTo("fast");
      assertThat(client.status()).isEqualTo(404);
      assertThat(client.status()).isEqualTo(200);
    }
    stop(one);
    stop(two);
  }

  @Test
  void whoWaitsTooLongIsToldToComeAgain() throws IOException {
    var slow = new Named("slow");
    slow.holds = true;
    Transport one = transport(slow, "/1");
    start(one);
    try (var client = new Client(port(one))) {
      String head = client.say("GET /1" + GET).head();
      assertThat(head).startsWith("HTTP/1.1 503").contains("Retry-After: ");
      // A reply that comes too late is told so: what it carried is kept.
      var carried = new CompletableFuture<Void>();
      slow.held.forEach(each -> each.complete(Reply.of(200).told(carried)));
      assertThat(carried).isCompletedExceptionally();
      slow.holds = false;
      assertThat(client.say("GET /1" + GET).status()).isEqualTo(200);
    }
    stop(one);
  }

  @Test
  void aReplyKnowsWhetherItWasSent() throws IOException {
    var slow = new Named("slow");
    slow.holds = true;
    Transport one = transport(slow, "/1");
    start(one);
    var sent = new CompletableFuture<Void>();
    try (var client = new Client(port(one))) {
      client.say("GET /1" + GET);
      await().until(() -> slow.held.size() == 1);
      slow.held.remove().complete(Reply.of(200).told(sent));
      assertThat(client.status()).isEqualTo(200);
      await().until(sent::isDone);
      assertThat(sent).isCompleted();
      client.say("GET /1" + GET);
      await().until(() -> slow.held.size() == 1);
    }
    var lost = new CompletableFuture<Void>();
    // The connection is gone before its answer is there.
    FakeContext context = contexts.get(0);
    await().until(() -> context.wire().lines().stream().allMatch(each -> each.end().isPresent()));
    slow.held.remove().complete(Reply.of(200).told(lost));
    await().until(lost::isDone);
    assertThat(lost).isCompletedExceptionally();
    stop(one);
  }

  @Test
  void anErrorOfTheSiteIsNoMoreThanThat() throws IOException {
    Transport one = transport(new Named("one"), "/1");
    start(one);
    try (var client = new Client(port(one))) {
      assertThat(client.say("GET /1/fails" + GET).head())
          .startsWith("HTTP/1.1 500")
          .contains("Content-Length: 0");
      assertThat(client.say("GET /1" + GET).status()).isEqualTo(200);
    }
    stop(one);
  }

  @Test
  void anAnswerToHeadHasNoBodyEvenIfItIsRefused() throws IOException {
    Transport one = transport(new Named("one"), "/1");
    start(one);
    String length = " HTTP/1.1\r\nHost: h\r\nContent-Length: 100001\r\n\r\n" + "x".repeat(100_001);
    try (var client = new Client(port(one))) {
      assertThat(client.say("HEAD /1" + length).head())
          .startsWith("HTTP/1.1 413")
          .contains("Content-Length: ");
      assertThat(client.say("GET /1" + GET).head()).startsWith("HTTP/1.1 200");
    }
    stop(one);
  }

  @Test
  void whoIsRefusedKeepsAConnectionOfTheFormerVersion() throws IOException {
    Transport one = transport(new Named("one"), "/1");
    start(one);
    try (var client = new Client(port(one))) {
      assertThat(client.say("GET /2 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").head())
          .startsWith("HTTP/1.1 404")
          .contains("Connection: keep-alive");
    }
    stop(one);
  }

  @Test
  void connectionsLastAsTheClientWants() throws IOException {
    Transport one = transport(new Named("one"), "/1");
    start(one);
    int port = port(one);
    try (var client = new Client(port)) {
      String head = client.say("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").head();
      assertThat(head).contains("Connection: keep-alive");
      client.body(3);
      assertThat(client.say("GET /1 HTTP/1.0\r\n\r\n").head()).contains("Connection: close");
      client.body(3);
      assertThat(client.isClosed()).isTrue();
    }
    try (var client = new Client(port)) {
      client.say("GET /1" + GET);
      client.endOutput();
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.isClosed()).isTrue();
    }
    try (var client = new Client(port)) {
      assertThat(client.say("HEAD /1" + GET).head()).contains("Content-Length: 3");
      assertThat(client.say("GET /1" + GET).status()).isEqualTo(200);
    }
    stop(one);
  }

  @Test
  void aBodyIsUnpackedUpToItsBound() throws IOException {
    var named = new Named("one");
    Transport one = transport(named, "/1");
    start(one);
    try (var client = new Client(port(one))) {
      assertThat(client.say(post("gzip", gzip(1_000))).status()).isEqualTo(200);
      assertThat(named.seen.remove().body()).hasSize(1_000);
      // A bomb: 100 MB in 100 KB.
      assertThat(client.say(post("gzip", gzip(90_000_000))).status()).isEqualTo(413);
      assertThat(client.say(post("gzip", "no gzip")).status()).isEqualTo(400);
      assertThat(client.say(post("br", "x")).status()).isEqualTo(415);
      assertThat(named.seen).isEmpty();
    }
    stop(one);
  }

  @Test
  void aRequestThatDoesNotEndIsEnded() throws IOException {
    Transport one =
        transport(
            new Named("one"),
            "/1",
            context("{port: 0, bindAddress: localhost, frameTimeoutSeconds: 1}"));
    start(one);
    var logger = (Logger) LoggerFactory.getLogger("io.integrationhost.kit.transport.Reports");
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    logger.addAppender(logged);
    logger.setLevel(Level.WARN);
    try (var client = new Client(port(one))) {
      assertThat(client.say("GET /1 HTTP/1.1\r\nX: ").status()).isEqualTo(408);
      assertThat(client.isClosed()).isTrue();
      assertThat(logged.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .anyMatch(text -> text.contains("frameTimeoutSeconds"))
          .noneMatch(text -> text.contains("GET /1"));
    } finally {
      logger.detachAppender(logged);
      logger.setLevel(null);
    }
    try (var client = new Client(port(one))) {
      assertThat(client.say("POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n1").status())
          .isEqualTo(408);
    }
    stop(one);
  }

  private static String gzip(int length) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      byte[] some = new byte[1_000];
      for (int i = 0; i < length; i += some.length) {
        gzip.write(some);
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static String post(String coding, String body) {
    return "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Encoding: "
        + coding
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
