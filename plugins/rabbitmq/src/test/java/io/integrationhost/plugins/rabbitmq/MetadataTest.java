package io.integrationhost.plugins.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.integrationhost.plugin.ContentType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataTest {

  private static Map<String, String> of(Map<String, Object> headers) {
    return Metadata.of(
        "q",
        new Envelope(1, true, "", "k"),
        new AMQP.BasicProperties.Builder().headers(headers).build());
  }

  @Test
  void writesEveryKindOfHeaderAsText() {
    Map<String, Object> headers = new HashMap<>();
    headers.put("time", Date.from(Instant.ofEpochSecond(7)));
    headers.put("bytes", new byte[] {1, (byte) 0xff});
    headers.put("list", List.of("a", 1));
    headers.put("table", Map.of("a", List.of(true)));
    headers.put("nothing", null);
    assertThat(of(headers))
        .containsEntry("rabbitmq.header.time", "7000")
        .containsEntry("rabbitmq.header.bytes", "01ff")
        .containsEntry("rabbitmq.header.list", "[a, 1]")
        .containsEntry("rabbitmq.header.table", "{a=[true]}")
        .doesNotContainKey("rabbitmq.header.nothing")
        .containsEntry("rabbitmq.redelivered", "true")
        .containsEntry("rabbitmq.exchange", "");
  }

  @Test
  void doesNotFollowTablesForEver() {
    Object deep = "bottom";
    for (int i = 0; i < 10_000; i++) {
      deep = new ArrayList<>(List.of(deep));
    }
    assertThat(of(Map.of("deep", deep)).get("rabbitmq.header.deep"))
        .isEqualTo("[[[[[[[[...]]]]]]]]");
  }

  @ParameterizedTest
  @CsvSource({
    ", '{\"a\": 1}', JSON",
    ", '25,40,94', TEXT",
    ", '\u0001', BINARY",
    "application/json, '25', JSON",
    "application/senml+json; charset=utf-8, '[]', JSON",
    "text/plain, '{', TEXT",
    "application/octet-stream, '{', BINARY"
  })
  void hintsAtWhatAMessageHolds(String told, String body, ContentType expected) {
    assertThat(
            Metadata.contentType(
                new AMQP.BasicProperties.Builder().contentType(told).build(),
                body.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(expected);
  }
}
