package io.integrationhost.plugins.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SasTest {

  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  @TestFactory
  Stream<DynamicTest> signsAsTheReferencesDo() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/vectors/sas/sas.json")) {
      List<JsonElement> all =
          JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .getAsJsonArray()
              .asList();
      assertThat(all).hasSizeGreaterThan(10);
      return all.stream()
          .map(JsonElement::getAsJsonObject)
          .map(each -> DynamicTest.dynamicTest(text(each, "name"), () -> check(each)));
    }
  }

  private static String text(JsonObject vector, String key) {
    return vector.get(key).getAsString();
  }

  private static void check(JsonObject vector) {
    String key = text(vector, "sasKey");
    if (vector.has("error")) {
      assertThatThrownBy(() -> Sas.of(text(vector, "host"), key))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("sasKey is ")
          .hasMessageContaining("(expected: the device's primary or secondary key")
          .hasNoCause();
      return;
    }
    Sas sas = Sas.of(text(vector, "host"), key);
    assertThat(new Azure.Device(text(vector, "host"), text(vector, "clientId")).user())
        .isEqualTo(text(vector, "username"));
    assertThat(sas.password(vector.get("expiry").getAsLong())).isEqualTo(text(vector, "password"));
  }

  @Test
  void renewsAFifthBeforeTheEnd() {
    Instant now = Instant.parse("2026-06-01T00:00:00Z");
    Sas.Token token = Sas.of("hub.example.org", KEY).token(now, Duration.ofHours(10));
    assertThat(token.renewAt()).isEqualTo(now.plus(Duration.ofHours(8)));
    assertThat(token.end()).isEqualTo(now.plus(Duration.ofHours(10)));
    assertThat(token.password()).endsWith("&se=" + token.end().getEpochSecond());
  }

  @Test
  void showsNeitherKeyNorPassword() {
    Sas sas = Sas.of("hub.example.org", KEY);
    Sas.Token token = sas.token(Instant.EPOCH, Duration.ofHours(1));
    assertThat(sas.toString()).contains("hub.example.org").doesNotContain(KEY);
    assertThat(token.toString()).doesNotContain("sig").contains("1970-01-01T01:00:00Z");
    String wrong = "AAEC+wQF.SECRET";
    assertThatThrownBy(() -> Sas.of("hub.example.org", wrong))
        .hasMessageNotContaining("SECRET")
        .hasMessageNotContaining("AAEC");
  }
}
