package io.integrationhost.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.cli.client.Snapshot;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TopViewTest {

  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);
  private final TopView view = new TopView("127.0.0.1:8085", nanoTime::get);

  private static Snapshot snapshot(int second, int integrations) {
    JsonArray all = new JsonArray();
    for (int i = 0; i < integrations; i++) {
      all.add(
          JsonParser.parseString(
              """
              {"name": "i%02d", "state": "%s", "reason": "%s",
               "since": "2026-11-30T11:00:00Z", "paused": {"intake": false, "delivery": false},
               "values": {"uplinksPublished": %d, "spoolItems": %d},
               "transports": [{"name": "tcp", "status": "UP", "connections": 3,
                               "receivedBytes": %d, "sentBytes": 0}]}
              """
                  .formatted(
                      i,
                      i == 1 ? "FAILED" : "RUNNING",
                      i == 1 ? "x".repeat(200) : "",
                      second * i,
                      100 - i,
                      second * 2048)));
    }
    JsonObject json = new JsonObject();
    json.addProperty("time", "2026-11-30T12:00:%02dZ".formatted(second));
    json.add("integrations", all);
    return Snapshot.of(json);
  }

  @BeforeEach
  void begin() {
    view.accept(snapshot(0, 20));
    view.accept(snapshot(1, 20));
  }

  private List<TopView.Line> lines() {
    return view.lines(100, 12);
  }

  private String chosen() {
    return lines().stream()
        .filter(TopView.Line::highlighted)
        .map(line -> line.text().substring(0, 3))
        .reduce("", String::concat);
  }

  @Test
  void fillsTheScreenAndNoMore() {
    assertThat(lines()).hasSize(12).allMatch(line -> line.text().length() <= 100);
    assertThat(lines().get(0).text()).contains("127.0.0.1:8085", "12:00:01 UTC", "1 not well");
    assertThat(lines().get(4).text()).startsWith("i01   FAILED").endsWith("x>");
    assertThat(view.lines(79, 12).get(0).text()).contains("80 columns", "79");
    assertThat(view.lines(80, 24)).hasSize(24);
  }

  @Test
  void saysThatTheHostIsSilent() {
    nanoTime.addAndGet(3_900_000_000L);
    assertThat(lines().get(1).text()).isEmpty();
    nanoTime.addAndGet(8_200_000_000L);
    assertThat(lines().get(1).text()).contains("told nothing for 12 s");
    assertThat(lines().get(0).text()).contains("12:00:01 UTC");
    view.accept(snapshot(2, 20));
    assertThat(lines().get(1).text()).isEmpty();
  }

  @Test
  void aSnapshotOfAnotherVersionIsShownAsFarAsItIsUnderstood() {
    view.accept(
        Snapshot.of(
            JsonParser.parseString(
                    """
                    {"time": "2026-11-30T12:00:03Z", "host": 7, "integrations": [1, null, {},
                      {"name": "i00", "state": {"word": "RUNNING"}, "paused": {"intake": "no"},
                       "values": {"spoolItems": "many", "uplinksPublished": [1]},
                       "transports": [null, {"name": 1, "connections": "three"}]}]}
                    """)
                .getAsJsonObject()));
    assertThat(lines()).anyMatch(line -> line.text().startsWith("i00"));
  }

  @Test
  void theChosenOneStaysInSight() {
    assertThat(chosen()).isEqualTo("i00");
    view.press(Key.UP);
    assertThat(chosen()).isEqualTo("i00");
    for (int i = 0; i < 25; i++) {
      view.press(Key.DOWN);
      assertThat(chosen()).hasSize(3);
    }
    assertThat(chosen()).isEqualTo("i19");
    view.accept(snapshot(2, 5));
    assertThat(chosen()).isEqualTo("i00");
  }

  @Test
  void sortsAndKeepsTheChoice() {
    view.press(Key.DOWN);
    view.press(Key.SORT);
    assertThat(lines().get(3).text()).startsWith("i01");
    assertThat(lines().get(11).text()).contains("s sort (state)");
    view.press(Key.SORT);
    assertThat(view.lines(100, 30).get(3).text()).startsWith("i19");
    assertThat(chosen()).isEqualTo("i01");
    view.press(Key.SORT);
    view.press(Key.SORT);
    assertThat(view.lines(100, 30).get(3).text()).startsWith("i00");
    view.press(Key.SORT);
    assertThat(lines().get(11).text()).contains("s sort (name)");
  }

  @Test
  void opensTransportsAndConverters() {
    view.press(Key.OPEN);
    assertThat(view.opened()).contains("i00");
    view.accept(
        JsonParser.parseString(
                """
                {"name": "i00", "link": {"state": "WAITING", "server": "tb:9090", "reason": "away"},
                 "transports": [{"name": "tcp", "plugin": "tcp", "version": "1.1.0", "reason": ""}],
                 "converters": [{"direction": "UPLINK", "name": "Yard", "status": "BLOCKED",
                                 "errors": 4, "reason": "too many errors"}]}
                """)
            .getAsJsonObject());
    String text = String.join("\n", view.lines(100, 20).stream().map(TopView.Line::text).toList());
    assertThat(text)
        .contains("i00 is RUNNING for 1h0m", "link to tb:9090 is WAITING: away")
        .contains("tcp        tcp@1.1.0  UP            3  2.0 KiB    0 B")
        .contains("UPLINK     Yard  BLOCKED       4  too many errors");
    view.press(Key.BACK);
    assertThat(view.opened()).isEmpty();
    view.press(Key.DOWN);
    view.press(Key.OPEN);
    assertThat(lines().toString()).doesNotContain("BLOCKED");
    view.accept(snapshot(2, 1));
    assertThat(lines().toString()).contains("integration 'i01' is gone");
  }

  @Test
  void restsAndTellsOfTrouble() {
    view.press(Key.PAUSE);
    view.accept(snapshot(9, 20));
    assertThat(lines().get(0).text()).contains("12:00:01 UTC", "PAUSED");
    view.press(Key.PAUSE);
    view.accept(snapshot(10, 20));
    assertThat(lines().get(0).text()).contains("12:00:10 UTC").doesNotContain("PAUSED");
    view.fail("no host answers");
    assertThat(lines().get(1).text()).isEqualTo("no host answers");
    view.accept(snapshot(11, 20));
    assertThat(lines().get(1).text()).isEmpty();
    assertThat(new TopView("h", nanoTime::get).lines(100, 12).get(0).text())
        .isEqualTo("h  connecting");
  }
}
