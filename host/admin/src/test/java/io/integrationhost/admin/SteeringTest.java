package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.EmulatedDownlink;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Wire;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does, and what the host then shows. */
final class SteeringTest {

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

  private JsonObject ok(RawHttp request, int status, String schema) {
    RawHttp.Reply reply = request.send();
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(DESCRIPTION.faults(schema, reply.text())).as(reply.text()).isEmpty();
    return JsonParser.parseString(reply.text()).getAsJsonObject();
  }

  private JsonObject post(String path, String body, String schema) {
    return ok(host.asked("POST", path).json(body), 202, schema);
  }

  private JsonObject yard() {
    return ok(host.asked("GET", YARD), 200, "Integration");
  }

  /** Those that ThingsBoard has got. */
  private long readings() {
    return host.integration("yard").received().stream()
        .filter(item -> item.kind() == ReceivedItem.Kind.DEVICE)
        .count();
  }

  private static String reading(int value) {
    return "{\"device\": \"d%d\", \"v\": %d}".formatted(value, value);
  }

  @Test
  void aReadingIsSeenOnItsWay() {
    assertThat(host.publish("yard", "s1", reading(1))).isInstanceOf(Receipt.Stored.class);
    await()
        .atMost(SteeredHost.PATIENCE)
        .untilAsserted(
            () -> {
              JsonObject values = yard().getAsJsonObject("values");
              assertThat(values.get("uplinksStored").getAsLong()).isEqualTo(1);
              assertThat(values.get("itemsDelivered").getAsLong()).isEqualTo(1);
            });
    JsonObject yard = yard();
    assertThat(yard.getAsJsonArray("transports").get(0).getAsJsonObject().get("facts").toString())
        .isEqualTo("{\"mood\":\"good\"}");
    assertThat(yard.get("title").getAsString()).isNotBlank();
    assertThat(yard.getAsJsonObject("link").get("state").getAsString()).isEqualTo("CONNECTED");
    assertThat(
            yard.getAsJsonArray("transports").get(0).getAsJsonObject().get("status").getAsString())
        .isEqualTo("UP");
  }

  @Test
  void pausedDeliveryGathersInTheSpoolAlsoAfterARestart() {
    post(YARD + "/pause", "{\"what\": \"delivery\"}", "Integration");
    assertThat(host.publish("yard", "s1", reading(1))).isInstanceOf(Receipt.Stored.class);
    host.stop();
    host.start();
    JsonObject paused = yard().getAsJsonObject("paused");
    assertThat(paused.get("delivery").getAsBoolean()).isTrue();
    assertThat(paused.get("intake").getAsBoolean()).isFalse();
    assertThat(paused.get("author").getAsString()).isEqualTo("admin");
    assertThat(readings()).isZero();
    assertThat(yard().getAsJsonObject("spool").get("items").getAsLong()).isEqualTo(1);
    post(YARD + "/resume", "{\"what\": \"both\"}", "Integration");
    await().atMost(SteeredHost.PATIENCE).until(() -> readings() == 1);
    host.stop();
    host.start();
    assertThat(yard().getAsJsonObject("paused").get("delivery").getAsBoolean()).isFalse();
  }

  @Test
  void pausedIntakeIsToldToTransportsAndRefusesWhatComesAllTheSame() {
    post(YARD + "/pause", "{\"what\": \"intake\"}", "Integration");
    await().atMost(SteeredHost.PATIENCE).until(() -> host.told.contains("yard pause"));
    Receipt receipt = host.publish("yard", "s1", reading(1));
    assertThat(receipt).isInstanceOf(Receipt.Rejected.class);
    assertThat(((Receipt.Rejected) receipt).message()).contains("paused by an operator");
    host.told.clear();
    ok(host.asked("POST", YARD + "/restart?wait=30s"), 202, "Integration");
    await()
        .atMost(SteeredHost.PATIENCE)
        .untilAsserted(() -> assertThat(host.told).contains("yard start", "yard pause"));
    post(YARD + "/resume", "{\"what\": \"intake\"}", "Integration");
    await().atMost(SteeredHost.PATIENCE).until(() -> host.told.contains("yard resume"));
    assertThat(host.publish("yard", "s1", reading(1))).isInstanceOf(Receipt.Stored.class);
  }

  @Test
  void transportsAreMadeAnew() {
    host.context("yard");
    host.told.clear();
    JsonObject after = ok(host.asked("POST", YARD + "/restart?wait=30s"), 202, "Integration");
    assertThat(host.told).containsExactly("yard stop", "yard start");
    assertThat(
            after.getAsJsonArray("transports").get(0).getAsJsonObject().get("status").getAsString())
        .isEqualTo("UP");
    JsonObject events = ok(host.asked("GET", "/api/v1/events?integration=yard"), 200, "EventPage");
    assertThat(events.toString()).contains("\"ACTION\"").doesNotContain("\"FAILED\"");
    host.told.clear();
    ok(host.asked("POST", "/api/v1/plugins/steered/reload?wait=30s"), 202, "Plugins");
    assertThat(host.told).containsExactly("yard stop", "yard start");
  }

  @Test
  void theLinkIsMadeAnew() {
    String before = yard().getAsJsonObject("link").get("since").getAsString();
    JsonObject after = ok(host.asked("POST", YARD + "/reconnect?wait=30s"), 202, "Integration");
    assertThat(after.getAsJsonObject("link").get("since").getAsString()).isGreaterThan(before);
    assertThat(host.told).as("devices are served on").containsExactly("yard start");
  }

  @Test
  void sessionsOfDevicesAreListed() {
    Wire wire = host.context("yard").wire();
    for (int i = 0; i < 5; i++) {
      Wire.Line line = wire.opened(new Source("s" + i), "10.0.0." + i + ":999");
      line.device("device-" + i);
      line.received(7);
    }
    JsonObject first = ok(host.asked("GET", YARD + "/sessions?limit=2"), 200, "DeviceSessionPage");
    assertThat(first.get("open").getAsInt()).isEqualTo(5);
    assertThat(first.getAsJsonArray("items")).hasSize(2);
    JsonObject rest =
        ok(
            host.asked(
                "GET", YARD + "/sessions?limit=500&cursor=" + first.get("next").getAsString()),
            200,
            "DeviceSessionPage");
    assertThat(rest.getAsJsonArray("items")).hasSize(3);
    assertThat(rest.has("next")).isFalse();
    JsonObject found =
        ok(host.asked("GET", YARD + "/sessions?search=DEVICE-3"), 200, "DeviceSessionPage");
    JsonObject session = found.getAsJsonArray("items").get(0).getAsJsonObject();
    assertThat(session.get("remoteAddress").getAsString()).isEqualTo("10.0.0.3:999");
    assertThat(session.has("lastFrame")).isTrue();
    assertThat(session.get("receivedBytes").getAsLong()).isEqualTo(7);
  }

  @Test
  void downlinksThatWaitAreListedAndGivenUp() {
    for (int i = 0; i < 3; i++) {
      host.integration("yard").push(EmulatedDownlink.of("away", "ATTRIBUTES_UPDATED", "{}"));
    }
    host.integration("yard").push(EmulatedDownlink.of("other", "ATTRIBUTES_UPDATED", "{}"));
    await()
        .atMost(SteeredHost.PATIENCE)
        .until(
            () ->
                ok(host.asked("GET", YARD + "/downlinks"), 200, "DownlinkPage")
                        .get("waiting")
                        .getAsInt()
                    == 4);
    // One that is tried just now is not among those that wait.
    AtomicReference<JsonArray> listed = new AtomicReference<>();
    await("the first one was tried")
        .atMost(SteeredHost.PATIENCE)
        .untilAsserted(
            () -> {
              JsonObject page =
                  ok(host.asked("GET", YARD + "/downlinks?device=away"), 200, "DownlinkPage");
              listed.set(page.getAsJsonArray("items"));
              assertThat(listed.get()).hasSize(3);
              assertThat(listed.get().get(0).toString()).contains("the device is away");
            });
    JsonArray items = listed.get();
    JsonObject first = items.get(0).getAsJsonObject();
    assertThat(first.has("dataBase64")).isFalse();
    String one = YARD + "/downlinks/" + first.get("id").getAsString();
    assertThat(ok(host.asked("GET", one), 200, "Downlink").get("dataBase64").getAsString())
        .isEqualTo("aGVsbG8=");
    assertThat(ok(host.asked("DELETE", one), 202, "Count").get("count").getAsInt()).isEqualTo(1);
    assertThat(host.asked("GET", one).send().status()).isEqualTo(404);
    assertThat(
            ok(host.asked("DELETE", YARD + "/downlinks?all=true"), 202, "Count")
                .get("count")
                .getAsInt())
        .isEqualTo(3);
    assertThat(host.asked("DELETE", YARD + "/downlinks").send().status()).isEqualTo(400);
  }

  @Test
  void deadLettersAreListedReplayedAndDeleted() {
    host.integration("yard")
        .answers(
            AnswerPolicy.standard()
                .failWhere(item -> item.toString().contains("d7"), "no such thing"));
    assertThat(host.publish("yard", "s1", "{\"bad\": true}")).isInstanceOf(Receipt.Rejected.class);
    String letters = YARD + "/dead-letters";
    await()
        .atMost(SteeredHost.PATIENCE)
        .until(
            () ->
                ok(host.asked("GET", letters), 200, "DeadLetterPage").getAsJsonArray("items").size()
                    == 1);
    JsonObject payload =
        ok(host.asked("GET", letters + "?kind=CONVERTER"), 200, "DeadLetterPage")
            .getAsJsonArray("items")
            .get(0)
            .getAsJsonObject();
    assertThat(payload.has("payload")).isFalse();
    String one = letters + "/" + payload.get("id").getAsString();
    assertThat(ok(host.asked("GET", one), 200, "DeadLetter").get("payload").getAsString())
        .isEqualTo("eyJiYWQiOiB0cnVlfQ==");
    JsonObject replay =
        ok(host.asked("POST", letters + "/replay").json("{\"all\": true}"), 202, "Replay");
    assertThat(replay.get("count").getAsInt()).isZero();
    assertThat(replay.getAsJsonArray("left")).hasSize(1);
    assertThat(
            ok(host.asked("GET", letters + "?kind=REFUSED_BY_SERVER"), 200, "DeadLetterPage")
                .getAsJsonArray("items"))
        .isEmpty();
    RawHttp.Reply mistyped = host.asked("DELETE", letters + "?kind=CONVERTER&device=other").send();
    assertThat(mistyped.status()).as(mistyped.text()).isEqualTo(400);
    assertThat(mistyped.text()).contains("device", "known: after, all, before, kind");
    assertThat(ok(host.asked("DELETE", one), 202, "Count").get("count").getAsInt()).isEqualTo(1);
    assertThat(host.asked("DELETE", one).send().status()).isEqualTo(404);
    assertThat(host.asked("DELETE", letters).send().status()).isEqualTo(400);
  }

  @Test
  void actionsAreEventsWithTheirAuthor() {
    post(YARD + "/pause", "{\"what\": \"intake\"}", "Integration");
    assertThat(host.asked("POST", YARD + "/pause").json("{\"what\": \"x\"}").send().status())
        .isEqualTo(400);
    JsonArray actions =
        ok(host.asked("GET", "/api/v1/events?kind=ACTION"), 200, "EventPage")
            .getAsJsonArray("items");
    assertThat(actions).hasSize(2);
    JsonObject last = actions.get(0).getAsJsonObject();
    assertThat(last.get("message").getAsString()).contains("/pause", "refused (400)");
    assertThat(last.get("author").getAsString()).isEqualTo("admin");
    assertThat(last.get("remoteAddress").getAsString()).isEqualTo("127.0.0.1");
    JsonArray states =
        ok(host.asked("GET", "/api/v1/events?integration=yard&kind=STATE"), 200, "EventPage")
            .getAsJsonArray("items");
    assertThat(states.get(0).getAsJsonObject().get("state").getAsString()).isEqualTo("RUNNING");
  }

  @Test
  void refusedAndChangedSettingsAreToldOf() throws Exception {
    host.settings("stop-deadline = nonsense");
    await()
        .atMost(SteeredHost.PATIENCE)
        .until(
            () ->
                !ok(host.asked("GET", "/api/v1/settings"), 200, "Settings")
                    .getAsJsonArray("problems")
                    .isEmpty());
    assertThat(host.request("GET", "/health/ready").send().text()).contains("\"DEGRADED\"");
    host.settings("stop-deadline = 21s");
    await()
        .atMost(SteeredHost.PATIENCE)
        .until(
            () ->
                ok(host.asked("GET", "/api/v1/settings"), 200, "Settings")
                    .getAsJsonArray("later")
                    .toString()
                    .contains("stop-deadline"));
    await()
        .atMost(SteeredHost.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        ok(host.asked("GET", "/api/v1/events?kind=SETTINGS"), 200, "EventPage")
                            .getAsJsonArray("items"))
                    .hasSize(2));
  }

  @Test
  void levelsOfLoggersGoBack() {
    String logger = "/api/v1/loggers/io.integrationhost.some";
    JsonObject changed =
        ok(
            host.asked("PUT", logger).json("{\"level\": \"DEBUG\", \"for\": \"1s\"}"),
            200,
            "Logger");
    assertThat(changed.get("level").getAsString()).isEqualTo("DEBUG");
    assertThat(changed.has("until")).isTrue();
    await()
        .atMost(SteeredHost.PATIENCE)
        .until(() -> host.log.ownLevel("io.integrationhost.some").isEmpty());
    ok(host.asked("PUT", logger).json("{\"level\": \"TRACE\"}"), 200, "Logger");
    JsonObject back = ok(host.asked("PUT", logger).json("{\"level\": null}"), 200, "Logger");
    assertThat(back.get("level").getAsString()).isEqualTo("INFO");
    assertThat(host.asked("PUT", logger).json("{\"level\": \"LOUD\"}").send().status())
        .isEqualTo(400);
  }

  @Test
  void onlyTheHostsOwnLoggersAreChanged() {
    for (String name : List.of("ROOT", "org.eclipse.jetty", "io.grpc", "io.integrationhosts")) {
      RawHttp.Reply refused =
          host.asked("PUT", "/api/v1/loggers/" + name).json("{\"level\": \"TRACE\"}").send();
      assertThat(refused.status()).as(name).isEqualTo(400);
      assertThat(refused.text()).contains(name, "io.integrationhost", "logback.xml");
    }
    assertThat(host.log.loggers()).containsExactly("ROOT");
  }

  @Test
  void namesThatNobodyKnowsAreTakenToABound() {
    String unknown = "/api/v1/loggers/io.integrationhost.unknown";
    for (int i = 0; i < 50; i++) {
      ok(host.asked("PUT", unknown + i).json("{\"level\": \"DEBUG\"}"), 200, "Logger");
      ok(host.asked("PUT", unknown + i).json("{\"level\": null}"), 200, "Logger");
    }
    RawHttp.Reply refused = host.asked("PUT", unknown).json("{\"level\": \"DEBUG\"}").send();
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text()).contains("io.integrationhost.unknown", "/api/v1/loggers");
    ok(host.asked("PUT", unknown + 7).json("{\"level\": \"DEBUG\"}"), 200, "Logger");
  }

  @Test
  void diagnosticsHoldWhatIsNeeded() throws Exception {
    host.log.write(io.integrationhost.admin.api.LogPort.Level.WARN, "something happened");
    RawHttp.Reply reply = host.asked("GET", "/api/v1/diagnostics").send();
    assertThat(reply.status()).isEqualTo(200);
    Map<String, String> files = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(reply.bytes()))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        files.put(each.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertThat(files)
        .containsOnlyKeys(
            "host.json",
            "settings.json",
            "integrations.json",
            "events.json",
            "metrics.txt",
            "threads.txt",
            "log.txt");
    assertThat(files.get("log.txt")).contains("something happened");
    assertThat(files.get("threads.txt")).contains("\"control-1\"");
  }

  @Test
  void convertersAreShownAndTried() {
    JsonObject converters = ok(host.asked("GET", YARD + "/converters"), 200, "Converters");
    JsonObject up = converters.getAsJsonArray("converters").get(0).getAsJsonObject();
    assertThat(up.get("script").getAsString()).isEqualTo(SteeredHost.SCRIPT);
    assertThat(up.get("language").getAsString()).isEqualTo("JS");
    JsonObject report =
        ok(
            host.asked("POST", "/api/v1/converters/try")
                .json("{\"integration\": \"yard\", \"payload\": {\"text\": \"{}\"}}"),
            200,
            "TrialReport");
    assertThat(report.get("converter").getAsString()).isEqualTo("yard");
    assertThat(
            host.asked("POST", "/api/v1/converters/try")
                .json("{\"payload\": {\"text\": \"{}\"}}")
                .send()
                .status())
        .isEqualTo(400);
  }

  @Test
  void aTextOfSettingsIsChecked() {
    JsonObject findings =
        ok(
            host.asked("POST", "/api/v1/settings/check")
                .json("{\"text\": \"spol { }\\ninclude \\\"/etc/passwd\\\"\"}"),
            200,
            "SettingsFindings");
    assertThat(findings.get("usable").getAsBoolean()).isFalse();
    assertThat(findings.toString()).contains("/etc/passwd").doesNotContain("root:");
    for (String text : List.of("../../x", "a..b = 1", ".a = 1", "x = ${a..b}", "include x")) {
      JsonObject bad =
          ok(
              host.asked("POST", "/api/v1/settings/check").json("{\"text\": \"" + text + "\"}"),
              200,
              "SettingsFindings");
      assertThat(bad.get("usable").getAsBoolean()).as(text).isFalse();
      assertThat(bad.toString()).as(text).contains("settings: 1");
    }
  }

  @Test
  void aStoppingHostIsNotReady() {
    host.admin().stopping();
    RawHttp.Reply ready = host.request("GET", "/health/ready").send();
    assertThat(ready.status()).isEqualTo(503);
    assertThat(host.request("GET", "/health/live").send().status()).isEqualTo(200);
  }
}
