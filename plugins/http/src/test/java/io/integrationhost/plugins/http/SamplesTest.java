package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies as platforms and networks send them. */
class SamplesTest {

  @ParameterizedTest
  @CsvSource({
    "chirpstack-v4, CHIRPSTACK, ?event=up, 200",
    "ttn-v3,        HTTP,       '',        204",
    "sigfox,        SIGFOX,     '',        204",
    "loriot,        LORIOT,     '',        204",
    "thingpark,     THINGPARK,  ?LrnDevEui=0018B2000000ABCD&LrnFPort=2&AS_ID=a, 200",
    "thingpark,     TPE,        ?LrnDevEui=0018B2000000ABCD&LrnFPort=2&AS_ID=a, 200"
  })
  void comeThrough(String sample, String type, String query, int status) throws IOException {
    String body = text(sample);
    try (var running = new Running(type, "{}", "")) {
      running.uplinks.answerAlways(new Receipt.Stored(List.of("barn-7")));
      assertThat(running.post(query, body).status()).isEqualTo(status);
      var payload = running.uplinks.payloads().get(0);
      assertThat(payload.contentType()).isEqualTo(ContentType.JSON);
      String converted = new String(payload.bytes(), StandardCharsets.UTF_8);
      assertThat(converted).doesNotContain("\n");
      assertThat(JsonParser.parseString(converted)).isEqualTo(JsonParser.parseString(body));
    }
  }

  private static String text(String sample) throws IOException {
    try (InputStream in = SamplesTest.class.getResourceAsStream("/samples/" + sample + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
