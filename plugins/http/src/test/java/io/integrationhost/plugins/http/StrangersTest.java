package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What somebody without credentials cannot take from those who have them. */
class StrangersTest {

  @Test
  void whoMayNotTakesNoTurnOfThoseWhoMay() throws IOException {
    String form = "{enableSecurity: true, headersFilter {X-Yard: open}}";
    try (var running = new Running("HTTP", form, ", maxRequestsPerSecond: 1")) {
      for (int i = 0; i < 5; i++) {
        assertThat(running.post("{}").status()).isEqualTo(403);
        try (RawClient look = running.connect()) {
          look.say("GET " + running.path() + " HTTP/1.1\r\nHost: a\r\n\r\n");
          assertThat(look.answer().status()).isEqualTo(200);
        }
      }
      String lines = "X-Yard: open\r\nContent-Type: text/plain\r\n";
      assertThat(running.say(lines, "x").status()).isEqualTo(204);
    }
  }

  @Test
  void noSignatureOfABodyIsOneOfAQuery() throws IOException {
    String form = "Content-Type: application/x-www-form-urlencoded\r\n";
    try (var running = new Running("HTTP", "{}", ", signature {secret: s-1}")) {
      try (RawClient client = running.connect()) {
        client.say(
            "GET "
                + running.path()
                + "?t=1 HTTP/1.1\r\nHost: a\r\nX-Hub-Signature-256: "
                + signature("")
                + "\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(403);
        client
            .say(
                "POST "
                    + running.path()
                    + "?t=2 HTTP/1.1\r\nHost: a\r\n"
                    + form
                    + "Content-Length: 3\r\nX-Hub-Signature-256: "
                    + signature("t=1")
                    + "\r\n\r\n")
            .say("t=1");
        assertThat(client.answer().status()).isEqualTo(403);
      }
      String lines = form + "X-Hub-Signature-256: " + signature("t=1") + "\r\n";
      assertThat(running.say(lines, "t=1").status()).isEqualTo(204);
      assertThat(running.uplinks.texts()).containsExactly("{\"t\":\"1\"}");
    }
  }

  private static String signature(String body) {
    return "sha256="
        + Hashes.hmacSha256(
            "s-1".getBytes(StandardCharsets.UTF_8), body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aQueryThatNobodyReadsIsNotRead() throws IOException {
    try (var running = new Running("HTTP", "{}", "")) {
      assertThat(running.post("?full=100%", "{}").status()).isEqualTo(204);
    }
  }
}
