package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Receipt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** All types on one port, told apart by path and routing key; and the statuses of all receipts. */
class SharedPortTest {

  @Test
  void eachRequestComesToItsIntegration() throws IOException {
    List<Running> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      all.add(new Running(kind.name(), "{}", ""));
    }
    try (RawClient client = all.get(0).connect()) {
      for (Running each : all) {
        assertThat(each.port()).isEqualTo(all.get(0).port());
        assertThat(
                client
                    .post(each.path(), "{\"deviceId\":\"" + each.path() + "\"}")
                    .answer()
                    .status())
            .isIn(200, 204);
      }
      for (Running each : all) {
        assertThat(each.uplinks.texts()).containsExactly("{\"deviceId\":\"" + each.path() + "\"}");
      }
      // The key of one under the type of another is nobody's.
      assertThat(client.post("/api/v1/integrations/http/k-SIGFOX", "{}").answer().status())
          .isEqualTo(404);
      assertThat(client.post("/api/v1/integrations/sigfox/k-SIGFOX/x", "{}").answer().status())
          .isEqualTo(404);
    } finally {
      all.forEach(Running::close);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theFamilyTakesAnyMethodAndHttpSome(Kind kind) throws IOException {
    try (var running = new Running(kind.name(), "{}", "");
        RawClient client = running.connect()) {
      String body = "{\"deviceId\":\"d\"}";
      for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "PURGE")) {
        boolean isTaken = kind != Kind.HTTP || method.equals("POST") || method.equals("PUT");
        int before = running.uplinks.count();
        client.say(
            method
                + " "
                + running.path()
                + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
        assertThat(client.answer().status()).isIn(isTaken ? List.of(200, 204) : List.of(405));
        assertThat(running.uplinks.count() - before).isEqualTo(isTaken ? 1 : 0);
      }
    }
  }

  /** Chapter 2.6 and the table of chapter 3: receipts and what follows, for each type. */
  @ParameterizedTest
  @CsvSource({
    "HTTP,            204, 204, 204",
    "SIGFOX,          204, 204, 204",
    "OCEANCONNECT,    200, 200, 200",
    "TMOBILE_IOT_CDP, 200, 200, 200",
    "CHIRPSTACK,      200, 200, 200",
    "LORIOT,          204, 204, 204",
    "THINGPARK,       200, 200, 200",
    "TPE,             200, 200, 200",
    "KPN,             200, 200, 204",
    "PARTICLE,        200, 200, 204"
  })
  void everyReceiptHasItsStatus(String type, int stored, int noValues, int nothing)
      throws IOException {
    String body = "{\"deviceId\":\"d\"}";
    try (var running = new Running(type, "{}", "")) {
      running.uplinks.answerAlways(new Receipt.Stored(List.of("d")));
      assertThat(running.post(body).status()).isEqualTo(stored);
      running.uplinks.answerAlways(new Receipt.NoContent(List.of("d")));
      assertThat(running.post(body).status()).isEqualTo(noValues);
      running.uplinks.answerAlways(new Receipt.NoContent());
      assertThat(running.post(body).status()).isEqualTo(nothing);
      for (Receipt.Reason reason : Receipt.Reason.values()) {
        running.uplinks.reject(reason, "why\n  at somewhere");
        RawClient.Answer answer = running.post(body);
        switch (reason) {
          case CONVERTER, INVALID -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
            assertThat(answer.text()).isEqualTo("why\n");
          }
          case DISABLED -> {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEmpty();
          }
          case OVERLOADED, UNAVAILABLE -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotBlank();
          }
        }
      }
      running.uplinks.answer(
          uplink -> {
            throw new IllegalStateException("the host ends");
          });
      assertThat(running.post(body).status()).isEqualTo(503);
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP, 200", "LORIOT, 200", "SIGFOX, 204", "OCEANCONNECT, 200", "KPN, 200"})
  void noContentIsReplacedWhereItIs(String type, int status) throws IOException {
    try (var running = new Running(type, "{replaceNoContentToOk: true}", "")) {
      assertThat(running.post("{\"deviceId\":\"d\"}").status()).isEqualTo(status);
    }
  }
}
