package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies beside those of the vectors: charsets, forms that are none, files. */
class BodiesTest {

  private static final String MARK = "multipart/form-data; boundary=\"x y\"";

  private static RawClient.Answer say(Running running, String type, String body)
      throws IOException {
    return running.say("Content-Type: " + type + "\r\n", body);
  }

  @Test
  void textsAreReadByTheirCharset() throws IOException {
    try (var running = new Running("HTTP", "{}", "");
        RawClient client = running.connect()) {
      client.say(
          "POST "
              + running.path()
              + " HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n"
              + "Content-Length: 3\r\n\r\n\u00e4\u00f6\u00fc");
      assertThat(client.answer().status()).isEqualTo(204);
      client.say(
          "POST "
              + running.path()
              + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json;charset=latin1\r\n"
              + "Content-Length: 5\r\n\r\n[\"\u00e4\"]");
      assertThat(client.answer().status()).isEqualTo(204);
      assertThat(running.uplinks.texts()).containsExactly("äöü", "[\"ä\"]");
      assertThat(say(running, "text/plain; charset=none-such", "x").status()).isEqualTo(400);
    }
  }

  /** Also where most of them are the same. */
  @Test
  void eachRequestOfAConnectionHasItsOwnMetadata() throws IOException {
    try (var running = new Running("HTTP", "{}", "");
        RawClient client = running.connect()) {
      for (String end : new String[] {"?x#1", "?x#1", "?x#2", "/pump#2", "/pump#2", "#2"}) {
        String[] parts = end.split("#", -1);
        client.say(
            "POST "
                + running.path()
                + parts[0]
                + " HTTP/1.1\r\nHost: a\r\nX-Number: "
                + parts[1]
                + "\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx");
        assertThat(client.answer().status()).isEqualTo(204);
      }
      assertThat(
              running.uplinks.payloads().stream()
                  .map(
                      each ->
                          each.metadata().get("Header:x-number")
                              + each.metadata().getOrDefault("Header:suffix", "")))
          .containsExactly("1", "1", "2", "2pump", "2pump", "2");
    }
  }

  @Test
  void aTableIsNoNumber() throws IOException {
    String body =
        "--b\r\nContent-Disposition: form-data; name=log; filename=f.csv\r\n\r\n2026-01-02,21.5"
            + "\r\n--b--\r\n";
    try (var running = new Running("HTTP", "{}", "")) {
      running.say("Content-Type: multipart/form-data; boundary=b\r\n", body);
      assertThat(running.uplinks.texts()).containsExactly("{\"log\":\"MjAyNi0wMS0wMiwyMS41\"}");
      assertThat(running.post("5,6").status()).isEqualTo(400);
    }
  }

  @Test
  void lettersOfAFormNeedNoEscapes() throws IOException {
    try (var running = new Running("HTTP", "{}", "")) {
      String type = "Content-Type: application/x-www-form-urlencoded\r\n";
      assertThat(running.say(type, "room=Küche+1&t=%C3%A4").status()).isEqualTo(204);
      assertThat(running.uplinks.texts()).containsExactly("{\"room\":\"Küche 1\",\"t\":\"ä\"}");
    }
  }

  @Test
  void filesOfAFormAreGathered() throws IOException {
    String body =
        "preamble\r\n--x y\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nplain\r\n"
            + file("a", "1.json", "[1]")
            + file("b", "2.txt", "text")
            + file("a", "3.json", "{\"t\": 2}")
            + "--x y--\r\nepilogue";
    try (var running = new Running("HTTP", "{}", "")) {
      assertThat(say(running, MARK, body).status()).isEqualTo(204);
      assertThat(running.uplinks.texts())
          .containsExactly("{\"a\":[[1],{\"t\":2}],\"b\":\"dGV4dA==\"}");
    }
  }

  private static String file(String field, String name, String content) {
    return "--x y\r\nContent-Disposition: form-data; name=\""
        + field
        + "\"; filename=\""
        + name
        + "\"\r\n\r\n"
        + content
        + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--",
        "--x y",
        "--x y\r\n",
        "--x y\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n",
        "--x yz\r\n\r\n--x y--",
        "no form at all"
      })
  void formsThatAreNoneAreRefused(String body) throws IOException {
    try (var running = new Running("HTTP", "{}", "")) {
      assertThat(say(running, MARK, body).status()).isEqualTo(400);
      assertThat(say(running, "multipart/form-data", body).status()).isEqualTo(400);
      assertThat(running.uplinks.count()).isZero();
    }
  }

  @Test
  void escapesThatAreNoneAreRefused() throws IOException {
    try (var running = new Running("HTTP", "{}", "")) {
      for (String form : List.of("a=%", "a=%zz", "%4=1")) {
        assertThat(say(running, "application/x-www-form-urlencoded", form).status()).isEqualTo(400);
      }
      try (RawClient client = running.connect()) {
        client.say("GET " + running.path() + "?a=% HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(400);
      }
      assertThat(running.uplinks.count()).isZero();
    }
  }
}
