package io.integrationhost.plugins.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.Frame;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertiesTest {

  private static byte[] header(Map<String, Object> headers) throws IOException {
    Frame frame =
        new AMQP.BasicProperties.Builder()
            .contentType("application/json")
            .contentEncoding("gzip")
            .headers(headers)
            .messageId("m")
            .timestamp(Date.from(Instant.EPOCH))
            .build()
            .toFrame(1, 7);
    return frame.getPayload();
  }

  private static Map<String, Object> everything() {
    Map<String, Object> all = new HashMap<>();
    all.put("text", "a");
    all.put("int", 1);
    all.put("long", 1L);
    all.put("short", (short) 1);
    all.put("byte", (byte) 1);
    all.put("float", 1f);
    all.put("double", 1d);
    all.put("decimal", new BigDecimal("1.5"));
    all.put("flag", true);
    all.put("time", Date.from(Instant.EPOCH));
    all.put("bytes", new byte[] {1, 2});
    all.put("nothing", null);
    all.put("list", List.of(1, List.of("a"), Map.of("b", 2)));
    all.put("table", Map.of("c", Map.of("d", List.of())));
    return all;
  }

  @Test
  void readsEveryKindThatTheLibraryWrites() throws IOException {
    assertThat(Properties.areReadable(header(everything()))).isTrue();
    assertThat(Properties.areReadable(header(Map.of()))).isTrue();
    assertThat(Properties.areReadable(header(null))).isTrue();
  }

  @Test
  void findsWhatTheLibraryCannotRead() throws IOException {
    Object deep = "bottom";
    for (int i = 0; i < 150; i++) {
      deep = i % 2 == 0 ? List.of(deep) : Map.of("a", deep);
    }
    assertThat(Properties.areReadable(header(Map.of("deep", deep)))).isFalse();
    byte[] unknown = header(Map.of("a", true));
    for (int i = 0; i < unknown.length; i++) {
      if (unknown[i] == 't' && unknown[i - 1] == 'a' && unknown[i - 2] == 1) {
        unknown[i] = '?';
      }
    }
    assertThat(Properties.areReadable(unknown)).isFalse();
    assertThat(Properties.areReadable(new byte[5])).isFalse();
  }

  @Test
  void survivesWhateverComes() throws IOException {
    var random = new Random(7);
    byte[] good = header(everything());
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int change = 0; change <= random.nextInt(4); change++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      // What it lets pass the library may still refuse; it must only end, and say yes or no.
      assertThat(Properties.areReadable(bad)).isIn(true, false);
    }
  }
}
