package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Downlinks that go out as answers. */
class RepliesTest {

  private static final String WAIT = ", downlinkWait: 5 s";

  private static Downlink downlink(String device, String text, Map<String, String> metadata) {
    return new Downlink(device, ContentType.TEXT, text.getBytes(StandardCharsets.UTF_8), metadata);
  }

  private static void isUnavailable(CompletableFuture<Void> outcome) {
    assertThatThrownBy(() -> StartedTransport.join(outcome))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.UNAVAILABLE));
  }

  @Test
  void oneGoesWithEachAnswerAndNoneIsLost() throws IOException {
    try (var running = new Running("HTTP", "{}", WAIT);
        RawClient client = running.connect()) {
      running.uplinks.answerAlways(new Receipt.Stored(List.of("d"), 2));
      client.post(running.path(), "{}");
      running.uplinks.awaitCount(1);
      var first = running.transport.downlink(downlink("d", "one", Map.of()));
      RawClient.Answer answer = client.answer();
      assertThat(answer.text()).isEqualTo("one");
      StartedTransport.join(first);
      // The host offers the next one at once; the next request takes it.
      var second = running.transport.downlink(downlink("d", "two", Map.of()));
      client.post(running.path(), "{}");
      assertThat(client.answer().text()).isEqualTo("two");
      StartedTransport.join(second);
    }
  }

  @Test
  void whoHasNoneWaitingWaitsForNothing() throws IOException {
    try (var running = new Running("HTTP", "{}", ", downlinkWait: 10 s");
        RawClient client = running.connect()) {
      running.uplinks.answerAlways(new Receipt.Stored(List.of("d"), 0));
      long start = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        assertThat(client.post(running.path(), "{}").answer().status()).isEqualTo(204);
      }
      assertThat(System.nanoTime() - start).isLessThan(9_000_000_000L);
    }
  }

  @Test
  void aDownlinkThatDoesNotComeHoldsNobodyUp() throws IOException {
    try (var running = new Running("HTTP", "{}", ", downlinkWait: 50 ms")) {
      running.uplinks.answerAlways(new Receipt.Stored(List.of("d"), 1));
      assertThat(running.post("{}").status()).isEqualTo(204);
      isUnavailable(running.transport.downlink(downlink("d", "x", Map.of())).toCompletableFuture());
    }
  }

  @Test
  void theOldestDeviceOfSeveralIsServed() throws IOException {
    try (var running = new Running("HTTP", "{}", WAIT);
        RawClient client = running.connect()) {
      running.uplinks.answerAlways(new Receipt.Stored(List.of("a", "b"), 1));
      client.post(running.path(), "[]");
      running.uplinks.awaitCount(1);
      var sent = running.transport.downlink(downlink("b", "for b", Map.of()));
      assertThat(client.answer().text()).isEqualTo("for b");
      StartedTransport.join(sent);
    }
  }

  @Test
  void headersOfADownlinkCannotBreakTheAnswer() throws IOException {
    try (var running = new Running("HTTP", "{}", WAIT);
        RawClient client = running.connect()) {
      running.uplinks.answerAlways(new Receipt.Stored(List.of("d"), 1));
      client.post(running.path(), "{}");
      running.uplinks.awaitCount(1);
      Map<String, String> metadata =
          Map.of(
              "Header:X-Good", "1",
              "Header:X-Split", "1\r\nX-Injected: 1",
              "Header:Bad Name", "1",
              "Header:Content-Length", "99",
              "Header:Transfer-Encoding", "chunked",
              "Header:", "1");
      running.transport.downlink(downlink("d", "x", metadata));
      RawClient.Answer answer = client.answer();
      assertThat(answer.text()).isEqualTo("x");
      assertThat(answer.headers()).containsKey("x-good").containsEntry("content-length", "1");
      assertThat(answer.headers().keySet())
          .containsExactlyInAnyOrder("date", "content-type", "x-good", "content-length");
      // The connection goes on where it should.
      running.uplinks.answerAlways(new Receipt.Stored(List.of("d"), 0));
      assertThat(client.post(running.path(), "{}").answer().status()).isEqualTo(204);
    }
  }

  @Test
  void aClientThatLeavesTakesNothingWithIt() throws IOException {
    try (var running = new Running("HTTP", "{}", WAIT)) {
      running.uplinks.answerAlways(new Receipt.Stored(List.of("d"), 1));
      running.uplinks.hold();
      try (RawClient client = running.connect()) {
        client.post(running.path(), "{}");
        running.uplinks.awaitCount(1);
        client.reset();
      }
      org.awaitility.Awaitility.await().until(() -> running.context.wire().open().isEmpty());
      running.uplinks.release();
      isUnavailable(running.transport.downlink(downlink("d", "x", Map.of())).toCompletableFuture());
    }
  }

  @Test
  void sigfoxNamesTheDeviceByTheFieldThatIsChosen() throws IOException {
    String form = "{metadata {SigFoxDeviceIdAttributeName: id}}";
    try (var running = new Running("SIGFOX", form, WAIT);
        RawClient client = running.connect()) {
      running.uplinks.answerAlways(new Receipt.Stored(List.of("d"), 1));
      client.post(running.path(), "{\"id\":7,\"device\":\"other\"}");
      running.uplinks.awaitCount(1);
      running.transport.downlink(downlink("d", "0011223344556677", Map.of("Header:X", "1")));
      RawClient.Answer answer = client.answer();
      assertThat(answer.text()).isEqualTo("{\"7\":{\"downlinkData\":\"0011223344556677\"}}");
      assertThat(answer.header("X")).isNull();
      // No such field: answered at once, and the downlink stays.
      assertThat(client.post(running.path(), "{\"device\":\"other\"}").answer().status())
          .isEqualTo(204);
    }
  }

  @Test
  void typesWithoutDownlinksSaySo() {
    for (String type : List.of("OCEANCONNECT", "TMOBILE_IOT_CDP")) {
      try (var running = new Running(type, "{}", "")) {
        assertThatThrownBy(
                () ->
                    StartedTransport.join(running.transport.downlink(downlink("d", "x", Map.of()))))
            .hasMessageContaining(type)
            .hasMessageContaining("send nothing to devices");
      }
    }
  }
}
