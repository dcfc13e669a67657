package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FakeContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes beyond ThingsBoard's own integrations: off unless it is asked for. */
class ExtrasTest {

  private static final String TEXT = "Content-Type: text/plain\r\n";

  private static String basic(String words) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8))
        + "\r\n";
  }

  @Test
  void signaturesAsGitHubSendsThem() throws IOException {
    FakeContext context = FakeContext.of("{}").secret("hook", "It's a Secret to Everybody");
    try (var running = new Running("HTTP", context, ", signature.secret: \"secret:hook\"")) {
      String good =
          "X-Hub-Signature-256:"
              + " sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\r\n";
      assertThat(running.say(TEXT + good, "Hello, World!").status()).isEqualTo(204);
      assertThat(running.say(TEXT + good.replace("757", "758"), "Hello, World!").status())
          .isEqualTo(403);
      assertThat(running.say(TEXT + good, "Hello, World?").status()).isEqualTo(403);
      assertThat(running.say(TEXT, "Hello, World!").status()).isEqualTo(403);
      assertThat(running.uplinks.texts()).containsExactly("Hello, World!");
      assertThat(running.uplinks.payloads().get(0).secretMetadata())
          .containsExactly("Header:x-hub-signature-256");
    }
  }

  @Test
  void namesWithPasswordsAndTokens() throws IOException {
    FakeContext context = FakeContext.of("{}").secret("word", "pä:ss");
    String operators =
        ", credentials {basic {username: yard, password: \"secret:word\"}, bearer: t-1}";
    try (var running = new Running("HTTP", context, operators)) {
      assertThat(running.say(TEXT + basic("yard:pä:ss"), "x").status()).isEqualTo(204);
      assertThat(running.say(TEXT + "authorization: bearer t-1\r\n", "x").status()).isEqualTo(204);
      for (String wrong :
          List.of(
              "",
              basic("yard:other"),
              basic("hall:pä:ss"),
              "Authorization: Bearer t-2\r\n",
              "Authorization: Bearer \r\n",
              "Authorization: t-1\r\n",
              "Authorization: Digest t-1\r\n")) {
        RawClient.Answer answer = running.say(TEXT + wrong, "x");
        assertThat(answer.status()).as(wrong).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Basic");
      }
      assertThat(running.uplinks.count()).isEqualTo(2);
      assertThat(running.uplinks.payloads().get(0).metadata()).containsKey("Header:authorization");
      assertThat(running.uplinks.payloads().get(0).secretMetadata())
          .containsExactly("Header:authorization");
    }
  }

  @Test
  void secretsAreShownToNobody() throws IOException {
    String form = "{enableSecurity: true, headersFilter {X-Yard: open}}";
    String lines =
        TEXT
            + "X-Yard: open\r\nCookie: c-1\r\nX-Api-Key: a-1\r\nX-Other: seen\r\n"
            + "Things-Message-Token: m-1\r\n";
    try (var running = new Running("HTTP", form, "")) {
      running.context.wire().watch(true);
      assertThat(running.say(lines, "x").status()).isEqualTo(204);
      assertThat(running.uplinks.payloads().get(0).secretMetadata())
          .containsExactlyInAnyOrder(
              "Header:x-yard", "Header:cookie", "Header:x-api-key", "Header:things-message-token");
      await().until(() -> running.context.wire().open().isEmpty());
      String seen =
          new String(running.context.wire().line(0).receivedCopies(), StandardCharsets.ISO_8859_1);
      assertThat(seen)
          .contains("x-yard: ***", "cookie: ***", "x-other: seen", "\r\n\r\nx")
          .doesNotContain("open", "c-1", "a-1", "m-1");
    }
    try (var running = new Running("HTTP", form, ", redactSecrets: false")) {
      running.say(lines, "x");
      assertThat(running.uplinks.payloads().get(0).secretMetadata()).isEmpty();
    }
  }

  @Test
  void soManyRequestsInASecond() throws IOException {
    try (var running = new Running("HTTP", "{}", ", maxRequestsPerSecond: 3");
        RawClient client = running.connect()) {
      for (int i = 0; i < 20; i++) {
        client.post(running.path(), "{}");
      }
      int refused = 0;
      for (int i = 0; i < 20; i++) {
        RawClient.Answer answer = client.answer();
        if (answer.status() == 429) {
          refused++;
          assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
      }
      assertThat(refused).isBetween(1, 17);
      assertThat(running.uplinks.count()).isEqualTo(20 - refused);
      // The next second is another one.
      await()
          .untilAsserted(
              () -> assertThat(client.post(running.path(), "{}").answer().status()).isEqualTo(204));
    }
  }

  @Test
  void bodiesAreBounded() throws IOException {
    try (var running = new Running("HTTP", "{}", ", maxBodySize: 2 KiB")) {
      assertThat(running.post("\"" + "x".repeat(2_046) + "\"").status()).isEqualTo(204);
      assertThat(running.post("\"" + "x".repeat(2_047) + "\"").status()).isEqualTo(413);
    }
  }

  @Test
  void anArrayIsConvertedPieceByPiece() throws IOException {
    try (var running = new Running("HTTP", "{}", ", splitArrays: true")) {
      assertThat(running.post("[{\"a\": 1}, [2], \"3\"]").status()).isEqualTo(204);
      assertThat(running.uplinks.texts()).containsExactly("{\"a\":1}", "[2]", "\"3\"");
      running.post("{\"a\": [1, 2]}");
      running.post("[1]");
      running.post("[]");
      assertThat(running.uplinks.texts()).endsWith("{\"a\":[1,2]}", "[1]", "[]");
      // More than are under way at once, in order, and one answer: the worst.
      running.uplinks.answer(
          uplink ->
              CompletableFuture.completedFuture(
                  text(uplink).equals("130")
                      ? new Receipt.Rejected(Receipt.Reason.CONVERTER, "no number")
                      : new Receipt.Stored(List.of("d"))));
      String all =
          java.util.stream.IntStream.range(0, 250)
              .mapToObj(Integer::toString)
              .collect(java.util.stream.Collectors.joining(",", "[", "]"));
      int before = running.uplinks.count();
      assertThat(running.post(all).status()).isEqualTo(400);
      assertThat(running.uplinks.texts().subList(before, before + 250))
          .isEqualTo(java.util.stream.IntStream.range(0, 250).mapToObj(Integer::toString).toList());
      // While the host is busy nothing more is offered.
      running.uplinks.reject(Receipt.Reason.OVERLOADED, "busy");
      before = running.uplinks.count();
      assertThat(running.post(all).status()).isEqualTo(503);
      assertThat(running.uplinks.count() - before).isLessThan(250);
    }
  }

  @Test
  void anArrayOfManyTakesNoMoreThanItsLength() throws IOException {
    try (var running = new Running("HTTP", "{}", ", splitArrays: true")) {
      int most = 300_000;
      assertThat(running.post("[1" + ",1".repeat(most - 1) + "]").status()).isEqualTo(204);
      assertThat(running.uplinks.count()).isEqualTo(most);
    }
  }

  private static String text(Uplink uplink) {
    return new String(((Uplink.Payload) uplink).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theRequestItself() throws IOException {
    try (var running = new Running("HTTP", "{}", ", requestMetadata: true")) {
      running.post("?site=a+b&token=t&site=2", "{}");
      Uplink.Payload payload = running.uplinks.payloads().get(0);
      assertThat(payload.metadata())
          .containsEntry("method", "POST")
          .containsEntry("path", running.path())
          .containsEntry("remoteAddress", "127.0.0.1")
          .containsEntry("query:site", "a b")
          .containsEntry("Header:host", "a");
      assertThat(payload.secretMetadata()).containsExactly("query:token");
    }
    try (var running = new Running("CHIRPSTACK", "{}", ", requestMetadata: true")) {
      running.post("?event=join", "{}");
      assertThat(running.uplinks.payloads().get(0).metadata())
          .containsEntry("event", "join")
          .doesNotContainKey("Header:host");
    }
  }

  @Test
  void theRequestItselfHidesNoKeyOfTheTenant() throws IOException {
    String form = "{metadata {path: mine, \"query:site\": north}}";
    try (var running = new Running("HTTP", form, ", requestMetadata: true")) {
      running.post("?site=south&other=1", "{}");
      assertThat(running.uplinks.payloads().get(0).metadata())
          .containsEntry("method", "POST")
          .containsEntry("query:other", "1")
          .doesNotContainKeys("path", "query:site");
    }
  }

  @Test
  void secretsOfAQueryAreShownToNobody() throws IOException {
    try (var running = new Running("HTTP", "{}", "")) {
      running.context.wire().watch(true);
      running.post("?site=north&apikey=a-1&Token=t-1&pass%77ord=p-1", "{}");
      await().until(() -> running.context.wire().open().isEmpty());
      String seen =
          new String(running.context.wire().line(0).receivedCopies(), StandardCharsets.ISO_8859_1);
      assertThat(seen).contains("site=north").doesNotContain("a-1", "t-1", "p-1");
    }
  }

  @Test
  void secretsAreInNoTextOfTheSettings() {
    try (var context =
        io.integrationhost.testkit.FakeContext.of(
            "{enableSecurity: true, headersFilter {X-Yard: open-1}, port: 0}")) {
      assertThat(Settings.read(context.integrationType("HTTP")).credentials().toString())
          .contains("x-yard")
          .doesNotContain("open-1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-authorization", "x-cookie", "x-credential", "x-passwd", "x-api-key"})
  void namesThatSoundSecretAre(String name) {
    assertThat(io.integrationhost.kit.http.Secrecy.isSecret(name)).isTrue();
  }

  @Test
  void bodiesMayBePacked() throws IOException {
    try (var running = new Running("HTTP", "{}", "");
        RawClient client = running.connect()) {
      byte[] packed = packed("{ \"t\" : 1 }");
      client
          .say(
              "POST "
                  + running.path()
                  + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                  + "Content-Encoding: gzip\r\nContent-Length: "
                  + packed.length
                  + "\r\n\r\n")
          .say(packed);
      assertThat(client.answer().status()).isEqualTo(204);
      assertThat(running.uplinks.texts()).containsExactly("{\"t\":1}");
    }
  }

  private static byte[] packed(String text) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
