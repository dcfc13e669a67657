package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.emulator.EmulatedDownlink;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at what passes. */
final class TapTest {

  private static final Description DESCRIPTION = new Description();
  private static final String YARD = "/api/v1/integrations/yard";

  private SteeredHost host;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    host = new SteeredHost(directory, "", "yard");
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private EventReader tap(String query) {
    EventReader tap = new EventReader(host.asked("GET", YARD + "/tap" + query));
    assertThat(tap.status()).isEqualTo(200);
    object(tap.next("started"), "TapStarted");
    return tap;
  }

  private static JsonObject object(String json, String schema) {
    assertThat(DESCRIPTION.faults(schema, json)).as(json).isEmpty();
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private Wire.Line line(String session) {
    Wire.Line line = host.context("yard").wire().opened(new Source(session), "10.0.0.9:1");
    await().atMost(SteeredHost.PATIENCE).until(line::isWatched);
    return line;
  }

  @Test
  void aFrameIsToldWithItsWholeWay() {
    try (EventReader tap = tap("")) {
      Wire.Line line = line("s1");
      byte[] sent = "{\"device\": \"d1\", \"v\": 7}".getBytes(StandardCharsets.UTF_8);
      line.receivedCopy(sent);
      host.publish("yard", "s1", "{\"device\": \"d1\", \"v\": 7}");
      JsonObject frame = object(tap.next("frame"), "TapFrame");
      assertThat(frame.get("frame").getAsInt()).isEqualTo(1);
      assertThat(frame.get("direction").getAsString()).isEqualTo("UPLINK");
      assertThat(frame.get("session").getAsString()).isEqualTo("s1");
      assertThat(frame.get("remoteAddress").getAsString()).isEqualTo("10.0.0.9:1");
      assertThat(frame.get("device").getAsString()).isEqualTo("d1");
      assertThat(frame.getAsJsonObject("raw").get("length").getAsInt()).isEqualTo(sent.length);
      assertThat(frame.getAsJsonObject("conversion").get("output").getAsString()).contains("d1");
      assertThat(frame.getAsJsonArray("items").toString()).contains("\"LONG\"", "\"7\"");
      assertThat(frame.getAsJsonObject("receipt").get("result").getAsString()).isEqualTo("STORED");
      JsonObject answer = object(tap.next("answer"), "TapAnswer");
      assertThat(answer.get("frame").getAsInt()).isEqualTo(1);
      assertThat(answer.get("result").getAsString()).isEqualTo("ACCEPTED");
    }
  }

  @Test
  void onlyWhatIsAskedForIsTold() {
    try (EventReader tap = tap("?device=d2")) {
      host.publish("yard", "s1", "{\"device\": \"d1\", \"v\": 1}");
      host.publish("yard", "s1", "{\"device\": \"d2\", \"v\": 2}");
      assertThat(object(tap.next("frame"), "TapFrame").get("device").getAsString()).isEqualTo("d2");
    }
    try (EventReader tap = tap("?failures=true")) {
      host.publish("yard", "s1", "{\"device\": \"d1\", \"v\": 1}");
      host.publish("yard", "s1", "{\"bad\": true}");
      JsonObject frame = object(tap.next("frame"), "TapFrame");
      JsonObject error = frame.getAsJsonObject("conversion").getAsJsonObject("error");
      assertThat(error.get("kind").getAsString()).isEqualTo("SCRIPT");
      assertThat(error.get("line").getAsInt()).isEqualTo(1);
      assertThat(frame.getAsJsonObject("receipt").get("result").getAsString())
          .isEqualTo("CONVERTER");
    }
    try (EventReader tap = tap("?hex=" + "64337d".replace("7d", "22"))) {
      host.publish("yard", "s1", "{\"device\": \"d1\", \"v\": 1}");
      host.publish("yard", "s1", "{\"device\": \"d3\", \"v\": 1}");
      assertThat(object(tap.next("frame"), "TapFrame").get("device").getAsString()).isEqualTo("d3");
    }
    for (String wrong :
        List.of("?hex=abc", "?limit=0", "?direction=UP", "?for=11m", "?failures=x")) {
      assertThat(host.asked("GET", YARD + "/tap" + wrong).send().status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void tooManyFramesASecondAreCounted() {
    try (EventReader tap = tap("?limit=2")) {
      for (int i = 0; i < 20; i++) {
        host.publish("yard", "s1", "{\"device\": \"d\", \"v\": %d}".formatted(i));
      }
      assertThat(object(tap.next("dropped"), "Dropped").get("count").getAsInt()).isPositive();
    }
  }

  @Test
  void everyFrameIsToldOrCountedWhateverElseIsAskedFor() {
    try (EventReader full = tap("?limit=2");
        EventReader failures = tap("?failures=true")) {
      for (int i = 0; i < 20; i++) {
        host.publish("yard", "s1", "{\"device\": \"d\", \"v\": %d}".formatted(i));
      }
      object(full.next("frame"), "TapFrame");
      // Whoever waits for failures sees one behind frames that are too many for the other.
      host.publish("yard", "s1", "{\"bad\": true}");
      JsonObject frame = object(failures.next("frame"), "TapFrame");
      assertThat(frame.getAsJsonObject("receipt").get("result").getAsString())
          .isEqualTo("CONVERTER");
    }
    try (EventReader tap = tap("?limit=1")) {
      for (int i = 0; i < 20; i++) {
        host.publish("yard", "s1", "{\"device\": \"d\", \"v\": %d}".formatted(i));
      }
      int seen = 0;
      while (seen < 20) {
        EventReader.Event event = tap.next();
        seen +=
            switch (event.kind()) {
              case "frame" -> 1;
              case "dropped" -> object(event.data(), "Dropped").get("count").getAsInt();
              default -> 0;
            };
      }
      assertThat(seen).isEqualTo(20);
    }
  }

  @Test
  void downlinksAreToldToo() {
    try (EventReader tap = tap("?direction=DOWNLINK")) {
      host.integration("yard").push(EmulatedDownlink.of("away", "ATTRIBUTES_UPDATED", "{\"a\":1}"));
      JsonObject frame = object(tap.next("frame"), "TapFrame");
      assertThat(frame.get("device").getAsString()).isEqualTo("away");
      assertThat(frame.getAsJsonObject("outcome").get("result").getAsString()).isEqualTo("WAITING");
      assertThat(frame.getAsJsonObject("conversion").get("input").getAsString())
          .isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void aTapEndsByItselfAndLeavesNothingBehind() {
    try (EventReader tap = tap("?for=500ms")) {
      assertThat(object(tap.next("ended"), "TapEnded").get("reason").getAsString())
          .isEqualTo("TIME");
      assertThat(tap.next()).isNull();
    }
    Wire.Line line = host.context("yard").wire().opened(new Source("s"), "x");
    await().atMost(SteeredHost.PATIENCE).until(() -> !line.isWatched());
  }

  @Test
  void onlySoManyTapsAreOpen() {
    List<EventReader> taps = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        taps.add(tap(""));
      }
      assertThat(host.asked("GET", YARD + "/tap").send().status()).isEqualTo(429);
      host.publish("yard", "s1", "{\"device\": \"d1\", \"v\": 7}");
      taps.forEach(tap -> object(tap.next("frame"), "TapFrame"));
    } finally {
      taps.forEach(EventReader::close);
    }
  }

  @Test
  void bytesAreWrittenToAFileForSomeTime() throws Exception {
    RawHttp.Reply reply =
        host.asked("POST", YARD + "/wire-log")
            .json("{\"for\": \"1h\", \"session\": \"s1\"}")
            .send();
    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    JsonObject running = object(reply.text(), "WireLog");
    Wire.Line line = line("s1");
    line.device("d 1");
    line.receivedCopy("hello\r\n".getBytes(StandardCharsets.UTF_8));
    line.sentCopy(new byte[] {0, 1, (byte) 0xff});
    line.closed(Wire.End.DEVICE);
    host.context("yard").wire().opened(new Source("s2"), "10.0.0.8:1").receivedCopy(new byte[1]);
    Path file = Path.of(running.get("directory").getAsString(), "steered.log");
    await()
        .atMost(SteeredHost.PATIENCE)
        .until(() -> Files.exists(file) && Files.readString(file).lines().count() >= 4);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).contains(" s1 + 10.0.0.9:1 - 0");
    assertThat(lines.get(1)).endsWith(" s1 < 10.0.0.9:1 d\\u00201 7 \"hello\\r\\n\"");
    assertThat(lines.get(2)).endsWith(" > 10.0.0.9:1 d\\u00201 3 0001ff");
    assertThat(lines.get(3)).endsWith(" 0 device");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    JsonObject ended = object(host.asked("DELETE", YARD + "/wire-log").send().text(), "WireLog");
    assertThat(ended.get("running").getAsBoolean()).isFalse();
    assertThat(host.context("yard").wire().opened(new Source("s3"), "x").isWatched()).isFalse();
  }
}
