package io.integrationhost.emulator.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.JsonText;
import io.integrationhost.emulator.Reading;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.emulator.ReceivedItem.Kind;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void telemetryAndAttributesGiveALineEach() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("whole", 25L);
    values.put("fraction", 25.0);
    values.put("yes", true);
    values.put("text", "it's <b>");
    values.put("json", new JsonText("{\"a\":[1,null]}"));
    ReceivedItem item =
        item(
            Kind.DEVICE,
            List.of(new Reading(1L, values), new Reading(2L, Map.of("v", Double.NaN))),
            Map.of("serial", "007"),
            Map.of("label", "Keller"));
    assertThat(lines(item))
        .containsExactly(
            "{\"integration\":\"Sensors\",\"kind\":\"telemetry\",\"entity\":\"DEVICE\",\"name\":"
                + "\"Device B\",\"type\":\"type\",\"ts\":1,\"values\":{\"whole\":25,\"fraction\":25.0,"
                + "\"yes\":true,\"text\":\"it's <b>\",\"json\":{\"a\":[1,null]}},\"label\":\"Keller\"}",
            "{\"integration\":\"Sensors\",\"kind\":\"telemetry\",\"entity\":\"DEVICE\",\"name\":"
                + "\"Device B\",\"type\":\"type\",\"ts\":2,\"values\":{\"v\":\"NaN\"},"
                + "\"label\":\"Keller\"}",
            "{\"integration\":\"Sensors\",\"kind\":\"attributes\",\"entity\":\"DEVICE\",\"name\":"
                + "\"Device B\",\"type\":\"type\",\"values\":{\"serial\":\"007\"},"
                + "\"label\":\"Keller\"}");
  }

  @Test
  void otherKindsGiveOneLine() {
    assertThat(
            lines(
                item(Kind.EVENT, List.of(), Map.of(), Map.of("success", true)),
                item(Kind.MESSAGE, List.of(), Map.of(), Map.of("metadata", Map.of("k", "v"))),
                item(
                    Kind.STATISTICS, List.of(new Reading(3, Map.of("n", 1L))), Map.of(), Map.of())))
        .containsExactly(
            "{\"integration\":\"Sensors\",\"kind\":\"event\",\"name\":\"Device B\",\"type\":\"type\","
                + "\"details\":{\"success\":true}}",
            "{\"integration\":\"Sensors\",\"kind\":\"message\",\"name\":\"Device B\",\"type\":"
                + "\"type\",\"details\":{\"metadata\":{\"k\":\"v\"}}}",
            "{\"integration\":\"Sensors\",\"kind\":\"statistics\",\"name\":\"Device B\",\"ts\":3,"
                + "\"values\":{\"n\":1}}");
  }

  @Test
  void malformedJsonStaysText() {
    assertThat(
            lines(
                item(
                    Kind.DEVICE,
                    List.of(new Reading(1, Map.of("j", new JsonText("{")))),
                    Map.of(),
                    Map.of())))
        .singleElement()
        .asString()
        .contains("\"values\":{\"j\":\"{\"}");
  }

  @Test
  void lineIsFlushedBeforeTheEnd() {
    StringWriter out = new StringWriter();
    try (JsonLines lines = JsonLines.to(out)) {
      lines.accept(reading(1));
      await().atMost(Duration.ofSeconds(20)).until(() -> out.toString().endsWith("}\n"));
    }
  }

  @Test
  void slowReaderLosesItemsAndIsTold() {
    SlowWriter out = new SlowWriter();
    JsonLines lines = JsonLines.to(out, 2, SHORT);
    lines.accept(reading(0));
    await().atMost(Duration.ofSeconds(20)).until(() -> out.entered.getCount() == 0);
    for (int i = 1; i <= 10; i++) {
      lines.accept(reading(i));
    }
    assertThat(lines.dropped()).isEqualTo(8);
    out.mayGoOn.countDown();
    lines.close();
    assertThat(out.toString().lines())
        .hasSize(4)
        .last()
        .isEqualTo("{\"kind\":\"dropped\",\"count\":8}");
  }

  @Test
  void brokenReaderDoesNotStopTheEmulator() {
    Writer broken =
        new StringWriter() {
          @Override
          public void flush() {
            throw new UncheckedIOException(new IOException("broken pipe"));
          }
        };
    try (JsonLines lines = JsonLines.to(broken, 2, SHORT)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                lines.accept(reading(1));
                return lines.dropped() > 0;
              });
    }
  }

  private static List<String> lines(ReceivedItem... items) {
    StringWriter out = new StringWriter();
    try (JsonLines lines = JsonLines.to(out)) {
      for (ReceivedItem item : items) {
        lines.accept(item);
      }
    }
    return out.toString().lines().toList();
  }

  private static ReceivedItem reading(long ts) {
    return item(Kind.DEVICE, List.of(new Reading(ts, Map.of("v", ts))), Map.of(), Map.of());
  }

  private static ReceivedItem item(
      Kind kind,
      List<Reading> telemetry,
      Map<String, Object> attributes,
      Map<String, Object> more) {
    return new ReceivedItem(
        "key", "Sensors", kind, "Device B", "type", telemetry, attributes, more, "", Instant.EPOCH);
  }

  /** Blocks its writer until it may go on. */
  private static final class SlowWriter extends StringWriter {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    @Override
    public void flush() {
      entered.countDown();
      try {
        mayGoOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
