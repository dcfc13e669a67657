package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.admin.api.LogPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes is told as it does. */
final class LiveTest {

  private static final Description DESCRIPTION = new Description();

  private SteeredHost host;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    host = new SteeredHost(directory, "", "yard", "hall");
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private static JsonObject object(String json, String schema) {
    assertThat(DESCRIPTION.faults(schema, json)).as(json).isEmpty();
    return JsonParser.parseString(json).getAsJsonObject();
  }

  @Test
  void snapshotsComeEverySecondAndEventsAtOnce() {
    try (EventReader live = new EventReader(host.asked("GET", "/api/v1/live"))) {
      assertThat(live.status()).isEqualTo(200);
      JsonObject first = object(live.next("snapshot"), "Snapshot");
      assertThat(first.getAsJsonArray("integrations")).hasSize(2);
      host.publish("yard", "s", "{\"device\": \"d\", \"v\": 1}");
      long stored = 0;
      for (int i = 0; stored == 0 && i < 60; i++) {
        stored =
            object(live.next("snapshot"), "Snapshot")
                .getAsJsonArray("integrations")
                .asList()
                .stream()
                .map(each -> each.getAsJsonObject())
                .filter(each -> each.get("name").getAsString().equals("yard"))
                .mapToLong(each -> each.getAsJsonObject("values").get("uplinksStored").getAsLong())
                .sum();
      }
      assertThat(stored).isEqualTo(1);
      host.asked("POST", "/api/v1/integrations/yard/pause").json("{\"what\": \"intake\"}").send();
      JsonObject event = object(live.next("event"), "Event");
      assertThat(event.get("kind").getAsString()).isEqualTo("ACTION");
    }
  }

  @Test
  void theHistoryGrows() {
    host.publish("yard", "s", "{\"device\": \"d\", \"v\": 1}");
    await()
        .atMost(SteeredHost.PATIENCE)
        .untilAsserted(
            () -> {
              JsonObject history =
                  object(
                      host.asked(
                              "GET",
                              "/api/v1/history?integration=yard&values=uplinksStored,spoolItems")
                          .send()
                          .text(),
                      "History");
              JsonObject yard = history.getAsJsonObject("integrations").getAsJsonObject("yard");
              assertThat(yard.keySet()).containsOnly("uplinksStored", "spoolItems");
              int steps = history.getAsJsonArray("times").size();
              assertThat(steps).isGreaterThan(2);
              assertThat(yard.getAsJsonArray("spoolItems")).hasSize(steps);
              assertThat(yard.getAsJsonArray("uplinksStored").toString()).contains("1");
            });
    object(host.asked("GET", "/api/v1/history?resolution=minute").send().text(), "History");
    object(
        host.asked("GET", "/api/v1/history?values=spoolItems,spoolItems").send().text(), "History");
    assertThat(host.asked("GET", "/api/v1/history?values=nonsense").send().status()).isEqualTo(400);
  }

  @Test
  void linesOfTheLogAreFollowed() {
    host.log.write(LogPort.Level.INFO, "integration 'yard' was here");
    host.log.write(LogPort.Level.ERROR, "integration 'hall' was here");
    JsonObject lines =
        object(host.asked("GET", "/api/v1/log?integration=yard").send().text(), "LogLines");
    assertThat(lines.getAsJsonArray("lines")).hasSize(1);
    try (EventReader live = new EventReader(host.asked("GET", "/api/v1/log/live?level=WARN"))) {
      assertThat(live.status()).isEqualTo(200);
      // The head of the answer goes out before the stream listens.
      await().atMost(SteeredHost.PATIENCE).until(host.log::isFollowed);
      host.log.write(LogPort.Level.INFO, "not this one");
      host.log.write(LogPort.Level.WARN, "this one");
      assertThat(object(live.next("line"), "LogLine").get("message").getAsString())
          .isEqualTo("this one");
    }
  }

  @Test
  void onlySoManyStreamsAreOpenAndOthersTakeTheirPlaces() {
    List<EventReader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 16; i++) {
        EventReader reader = new EventReader(host.asked("GET", "/api/v1/live"));
        readers.add(reader);
        assertThat(reader.status()).isEqualTo(200);
        reader.next("snapshot");
      }
      assertThat(host.asked("GET", "/api/v1/live").send().status()).isEqualTo(429);
      assertThat(host.asked("GET", "/api/v1/host").send().status()).isEqualTo(200);
      readers.remove(0).close();
      await()
          .atMost(SteeredHost.PATIENCE)
          .until(
              () -> {
                EventReader reader = new EventReader(host.asked("GET", "/api/v1/live"));
                readers.add(reader);
                return reader.status() == 200;
              });
    } finally {
      readers.forEach(EventReader::close);
    }
  }

  @Test
  void streamsEndWithTheHost() {
    try (EventReader live = new EventReader(host.asked("GET", "/api/v1/live"))) {
      assertThat(live.status()).isEqualTo(200);
      live.next("snapshot");
      host.stop();
      EventReader.Event last = live.next();
      while (last != null) {
        last = live.next();
      }
    }
    host.start();
  }
}
