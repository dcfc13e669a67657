package io.integrationhost.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Transport;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One port for several transports, and what goes over its connections. */
class HttpPortsTest {

  private static final String GET = " HTTP/1.1\r\nHost: h\r\n\r\n";

  private final Kit kit = new Kit("test");
  private final HttpPorts ports = new HttpPorts("test", kit);
  private final List<FakeContext> contexts = new ArrayList<>();

  @AfterEach
  void close() {
    ports.close();
    kit.close();
    contexts.forEach(FakeContext::close);
  }

  /** Answers as the test says, or at once with its name. */
  private static final class Named implements Site {

    private final String name;
    private final Queue<CompletableFuture<Reply>> held = new ConcurrentLinkedQueue<>();
    private final Queue<Request> seen = new ConcurrentLinkedQueue<>();
    private volatile boolean holds;

    Named(String name) {
      this.name = name;
    }

    @Override
    public Optional<Reply> refusal(Head head, String rest) {
      return Optional.empty();
    }

    @Override
    public int mostBytes() {
      return 100_000;
    }

    @Override
    public CompletionStage<Reply> answer(Request request) {
      seen.add(request);
      if (request.head().path().endsWith("/fails")) {
        throw new IllegalStateException("as a test wants it");
      }
      if (holds) {
        var reply = new CompletableFuture<Reply>();
        held.add(reply);
        return reply;
      }
      return CompletableFuture.completedFuture(Reply.text(200, name));
    }

    @Override
    public CompletionStage<Void> downlink(Downlink downlink) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Health health() {
      return Health.up();
    }

    @Override
    public void close() {}

    void release() {
      holds = false;
      held.forEach(each -> each.complete(Reply.text(200, name)));
    }
  }

  private FakeContext context(String slice) {
    FakeContext context = FakeContext.of(slice);
    contexts.add(context);
    return context;
  }

  private Transport transport(Site site, String path, FakeContext context) {
    Keys keys = Keys.of(context);
    return ports.transport(
        context, keys, ServerSettings.read(keys), Duration.ofSeconds(2), path, site);
  }

  private Transport transport(Site site, String path) {
    return transport(site, path, context("{port: 0, bindAddress: localhost}"));
  }

  private static int port(Transport transport) {
    return Integer.parseInt(transport.facts().get("port"));
  }

  private static void start(Transport... all) {
    for (Transport each : all) {
      StartedTransport.join(each.start());
    }
  }

  private static void stop(Transport transport) {
    StartedTransport.join(transport.stop());
  }

  @Test
  void theFirstOpensAndTheLastCloses() throws IOException {
    Transport one = transport(new Named("one"), "/1");
    Transport two = transport(new Named("two"), "/2");
    start(one, two);
    int port = port(one);
    assertThat(port(two)).isEqualTo(port);
    try (var client = new Client(port)) {
      assertThat(client.say("GET /1" + GET).head()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(client.body(3)).isEqualTo("one");
      client.say("GET /2" + GET).head();
      assertThat(client.body(3)).isEqualTo("two");
      assertThat(client.say("GET /3" + GET).status()).isEqualTo(404);
      stop(one);
      assertThat(client.say("GET /1" + GET).status()).isEqualTo(404);
      assertThat(client.say("GET /2" + GET).status()).isEqualTo(200);
      assertThat(one.health().status()).isEqualTo(Health.Status.DOWN);
      assertThat(two.health().status()).isEqualTo(Health.Status.UP);
      stop(two);
      assertThat(client.isClosed()).isTrue();
    }
    assertThatThrownBy(() -> new Client(port)).isInstanceOf(ConnectException.class);
    Transport again = transport(new Named("again"), "/1");
    start(again);
    assertThat(again.health().status()).isEqualTo(Health.Status.UP);
    stop(again);
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("plugin-test-ports")));
  }

  @Test
  void whoWantsOtherClientsNeedsAnotherPort() {
    Transport open = transport(new Named("open"), "/1");
    Transport walled =
        transport(
            new Named("walled"),
            "/2",
            context("{port: 0, bindAddress: localhost, allow: [\"10.0.0.0/8\"]}"));
    start(open);
    assertThatThrownBy(() -> start(walled))
        .hasMessageContaining("integration 'test'")
        .hasMessageContaining("allow")
        .hasMessageContaining("another port");
    stop(walled);
    assertThat(open.health().status()).isEqualTo(Health.Status.UP);
    stop(open);
  }

  @Test
  void aPathIsServedForOne() {
    Transport one = transport(new Named("one"), "/1");
    Transport same = transport(new Named("same"), "/1");
    start(one);
    assertThatThrownBy(() -> start(same)).hasMessageContaining("is served for integration 'test'");
    stop(same);
    assertThat(one.health().status()).isEqualTo(Health.Status.UP);
    stop(one);
  }

  @Test
  void aPortThatIsTakenFailsTheStart() throws IOException {
    try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      String slice = "{bindAddress: localhost, port: " + taken.getLocalPort() + "}";
      Transport one = transport(new Named("one"), "/1", context(slice));
      assertThatThrownBy(() -> start(one)).hasMessageContaining("is already in use");
      stop(one);
    }
  }

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
  void aStopAnswersWhatIsUnderWayAndSendsOthersAway() throws IOException {
    var slow = new Named("slow");
    slow.holds = true;
    Transport one = transport(slow, "/1");
    Transport two = transport(new Named("two"), "/2");
    start(one, two);
    try (var client = new Client(port(one));
        var other = new Client(port(one))) {
      client.say("GET /1" + GET);
      await().until(() -> slow.held.size() == 1);
      CompletionStage<Void> stopping = one.stop();
      String head = other.say("GET /1" + GET).head();
      assertThat(head).startsWith("HTTP/1.1 503").contains("Retry-After: ");
      assertThat(stopping.toCompletableFuture()).isNotDone();
      slow.release();
      assertThat(client.status()).isEqualTo(200);
      StartedTransport.join(stopping);
    }
    stop(two);
  }

  @Test
  void aPauseSendsAway() throws IOException {
    Transport one = transport(new Named("one"), "/1");
    start(one);
    try (var client = new Client(port(one))) {
      one.pause(true);
      assertThat(client.say("GET /1" + GET).status()).isEqualTo(503);
      one.pause(false);
      assertThat(client.say("GET /1" + GET).status()).isEqualTo(200);
    }
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

  @Test
  void eachTransportHearsOfItsOwnRequests() throws IOException {
    FakeContext first = context("{port: 0, bindAddress: localhost}");
    FakeContext second = context("{port: 0, bindAddress: localhost}");
    Transport one = transport(new Named("one"), "/1", first);
    Transport two = transport(new Named("two"), "/2", second);
    start(one, two);
    String request = "GET /1" + GET;
    try (var client = new Client(port(one))) {
      assertThat(client.say(request).status()).isEqualTo(200);
      assertThat(second.wire().lines()).isEmpty();
      assertThat(client.say("GET /2" + GET).status()).isEqualTo(200);
    }
    await()
        .untilAsserted(
            () ->
                assertThat(first.wire().lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.end()).isPresent()));
    assertThat(first.wire().lines().get(0).received()).isEqualTo(request.length());
    assertThat(second.wire().lines()).hasSize(1);
    stop(one);
    stop(two);
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

  @Test
  void memoryIsTakenOfWhoIsThere() {
    var shares = new PortContext.Shares();
    var first = new Counted();
    var second = new Counted();
    shares.add(first);
    assertThat(shares.take(10)).isTrue();
    shares.add(second);
    shares.remove(first);
    assertThat(first.taken).isZero();
    assertThat(second.taken).isEqualTo(10);
    shares.give(4);
    assertThat(second.taken).isEqualTo(6);
    second.full = true;
    assertThat(shares.take(1)).isFalse();
    shares.add(first);
    first.full = true;
    shares.remove(second);
    assertThat(second.taken).isZero();
    first.full = false;
    assertThat(shares.take(5)).isTrue();
    shares.give(8);
    assertThat(first.taken).isEqualTo(3);
  }

  private static final class Counted implements io.integrationhost.plugin.Memory {
    private long taken;
    private boolean full;

    @Override
    public boolean take(long bytes) {
      if (full) {
        return false;
      }
      taken += bytes;
      return true;
    }

    @Override
    public void give(long bytes) {
      taken -= bytes;
    }
  }
}
