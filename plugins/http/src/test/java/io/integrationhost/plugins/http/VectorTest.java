package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.ManualTime;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every request of the shared vectors, and what follows: status, answer, payload, content type and
 * all metadata. The table is {@code src/test/resources/vectors/webhook/requests.json}.
 */
class VectorTest {

  private static final String PORT = "port: 0, bindAddress: localhost";
  private static final HttpPlugin PLUGIN = new HttpPlugin();

  /** Holds the port, so that it answers when the integration of a vector does not run. */
  private static StartedTransport neighbour;

  @BeforeAll
  static void open() {
    neighbour =
        StartedTransport.start(PLUGIN, FakeContext.of("{}").overlay(PORT).routingKey("neighbour"));
  }

  @AfterAll
  static void close() {
    neighbour.close();
    PLUGIN.close();
  }

  private static FakeContext context(Vector vector) {
    JsonObject integration = vector.integration();
    Instant now = Instant.parse(vector.text("now", "2026-01-01T00:00:00Z"));

    return FakeContext.of(integration.get("configuration").toString(), new ManualTime(now))
        .integrationType(integration.get("type").getAsString())
        .routingKey(integration.get("routingKey").getAsString())
        .overlay(PORT);
  }

  private static Optional<Receipt> receipt(Vector vector) {
    boolean waits = vector.json().has("downlinkWaiting");
    String said = vector.text("hostAnswers", "");
    if (said.startsWith("Rejected ")) {
      Receipt.Reason reason = Receipt.Reason.valueOf(said.substring("Rejected ".length()));
      return Optional.of(new Receipt.Rejected(reason, "line 1 of the script\n  at x\n  at y"));
    }
    return switch (said) {
      case "Stored" -> Optional.of(new Receipt.Stored(vector.devices(), waits ? 1 : 0));
      case "NoContent" -> Optional.of(new Receipt.NoContent(vector.devices()));
      default -> Optional.empty();
    };
  }

  @ParameterizedTest
  @MethodSource("io.integrationhost.plugins.http.Vector#all")
  void isAnsweredAsItShouldBe(Vector vector) throws IOException {
    boolean isEnabled = vector.integration().get("enabled").getAsBoolean();
    FakeContext context = context(vector);
    if (vector.text("hostAnswers", "").startsWith("none")) {
      lateAnswer(vector);
      return;
    }
    receipt(vector).ifPresent(context.uplinks()::answerAlways);
    Optional<StartedTransport> started =
        isEnabled ? Optional.of(StartedTransport.start(PLUGIN, context)) : Optional.empty();
    int port = Integer.parseInt(neighbour.transport().facts().get("port"));
    try (var client = new RawClient(port)) {
      answersAreRight(vector, client, started);
    } finally {
      started.ifPresent(StartedTransport::close);
    }
    assertThat(neighbour.uplinks().count()).isZero();
    callsAreRight(vector, context.uplinks().payloads());
  }

  private static void answersAreRight(
      Vector vector, RawClient client, Optional<StartedTransport> started) throws IOException {
    JsonObject expect = vector.expect();
    boolean hasInterim = expect.has("interim") && !expect.get("interim").isJsonNull();
    if (vector.asksFirst()) {
      client.say(vector.head());
      if (hasInterim) {
        assertThat(client.answer().status()).isEqualTo(100);
        client.say(vector.body());
      }
    } else {
      client.say(vector.whole());
    }
    Optional<CompletionStage<Void>> downlink =
        vector.json().has("downlinkWaiting")
            ? Optional.of(offer(vector, started.orElseThrow()))
            : Optional.empty();
    RawClient.Answer answer = client.answer();
    List<Integer> statuses = new ArrayList<>(List.of(expect.get("status").getAsInt()));
    if (expect.has("statusAlso")) {
      expect.getAsJsonArray("statusAlso").forEach(each -> statuses.add(each.getAsInt()));
    }
    assertThat(statuses).contains(answer.status());
    if (expect.has("body")) {
      assertThat(answer.text()).isEqualTo(expect.get("body").getAsString());
    }
    if (expect.has("bodyHex")) {
      assertThat(answer.body())
          .isEqualTo(HexFormat.of().parseHex(expect.get("bodyHex").getAsString()));
    }
    if (expect.has("headers")) {
      expect
          .getAsJsonObject("headers")
          .entrySet()
          .forEach(
              each ->
                  assertThat(answer.header(each.getKey()))
                      .isEqualTo(each.getValue().getAsString()));
    }
    if (expect.has("headersAbsent")) {
      expect
          .getAsJsonArray("headersAbsent")
          .forEach(name -> assertThat(answer.header(name.getAsString())).isNull());
    }
    if (expect.has("headerPresent")) {
      expect
          .getAsJsonArray("headerPresent")
          .forEach(name -> assertThat(answer.header(name.getAsString())).isNotBlank());
    }
    assertThat(answer.text()).doesNotContain("  at ");
    downlink.ifPresent(StartedTransport::join);
  }

  private static CompletionStage<Void> offer(Vector vector, StartedTransport started) {
    started.uplinks().awaitCount(1);
    JsonObject waiting = vector.json().getAsJsonObject("downlinkWaiting");
    ContentType type = ContentType.valueOf(waiting.get("contentType").getAsString());
    String data = waiting.get("data").getAsString();
    Map<String, String> metadata = new TreeMap<>();
    waiting
        .getAsJsonObject("metadata")
        .entrySet()
        .forEach(each -> metadata.put(each.getKey(), each.getValue().getAsString()));
    byte[] bytes =
        type == ContentType.BINARY
            ? Base64.getDecoder().decode(data)
            : data.getBytes(StandardCharsets.UTF_8);
    return started
        .transport()
        .downlink(new Downlink(vector.devices().get(0), type, bytes, metadata));
  }

  private static void lateAnswer(Vector vector) throws IOException {
    var late = new HttpPlugin();
    try (var started =
            StartedTransport.start(late, context(vector).overlay(PORT + ", answerTimeout: 1 s"));
        var client = new RawClient(Integer.parseInt(started.transport().facts().get("port")))) {
      started.uplinks().hold();
      client.say(vector.whole());
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isNotBlank();
      callsAreRight(vector, started.uplinks().payloads());
      started.uplinks().release();
    } finally {
      late.close();
    }
  }

  private static void callsAreRight(Vector vector, List<Uplink.Payload> payloads) {
    List<JsonElement> calls =
        vector.expect().has("calls") ? vector.expect().getAsJsonArray("calls").asList() : List.of();
    assertThat(payloads).hasSameSizeAs(calls);
    for (int i = 0; i < payloads.size(); i++) {
      JsonObject call = calls.get(i).getAsJsonObject();
      Uplink.Payload payload = payloads.get(i);
      assertThat(payload.contentType().name()).isEqualTo(call.get("contentType").getAsString());
      byte[] expected = HexFormat.of().parseHex(call.get("payload").getAsString());
      if (vector.name().contains("form")
          || vector.name().contains("query")
          || vector.name().contains("number-forms")) {
        assertThat(JsonParser.parseString(text(payload.bytes())))
            .isEqualTo(JsonParser.parseString(text(expected)));
      } else {
        assertThat(text(payload.bytes())).isEqualTo(text(expected));
        assertThat(payload.bytes()).isEqualTo(expected);
      }
      assertThat(new TreeMap<>(payload.metadata())).isEqualTo(own(vector, call));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Without the name of the integration and its own metadata, which the host adds. */
  private static Map<String, String> own(Vector vector, JsonObject call) {
    Map<String, String> own = new TreeMap<>();
    JsonElement table = vector.integration().getAsJsonObject("configuration").get("metadata");
    call.getAsJsonObject("metadata")
        .entrySet()
        .forEach(each -> own.put(each.getKey(), each.getValue().getAsString()));
    own.remove("integrationName");
    if (table != null && table.isJsonObject()) {
      table.getAsJsonObject().keySet().forEach(own::remove);
    }
    return own;
  }
}
