package io.integrationhost.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Transport;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** One port for several transports. */
class HttpPortsTest extends PortsOfATest {

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
