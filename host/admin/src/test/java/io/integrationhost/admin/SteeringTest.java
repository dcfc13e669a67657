package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.EmulatedDownlink;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Wire;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does, and what the host then shows. */
final class SteeringTest {

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

  private JsonObject post(String path, String body, String schema) {
    return host.ok(host.asked("POST", path).json(body), 202, schema);
  }

  private JsonObject yard() {
    return host.ok(host.asked("GET", YARD), 200, "Integration");
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
    host.ok(host.asked("POST", YARD + "/restart?wait=30s"), 202, "Integration");
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
    JsonObject after = host.ok(host.asked("POST", YARD + "/restart?wait=30s"), 202, "Integration");
    assertThat(host.told).containsExactly("yard stop", "yard start");
    assertThat(
            after.getAsJsonArray("transports").get(0).getAsJsonObject().get("status").getAsString())
        .isEqualTo("UP");
    JsonObject events =
        host.ok(host.asked("GET", "/api/v1/events?integration=yard"), 200, "EventPage");
    assertThat(events.toString()).contains("\"ACTION\"").doesNotContain("\"FAILED\"");
    host.told.clear();
    host.ok(host.asked("POST", "/api/v1/plugins/steered/reload?wait=30s"), 202, "Plugins");
    assertThat(host.told).containsExactly("yard stop", "yard start");
  }

  @Test
  void theLinkIsMadeAnew() {
    String before = yard().getAsJsonObject("link").get("since").getAsString();
    JsonObject after =
        host.ok(host.asked("POST", YARD + "/reconnect?wait=30s"), 202, "Integration");
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
    JsonObject first =
        host.ok(host.asked("GET", YARD + "/sessions?limit=2"), 200, "DeviceSessionPage");
    assertThat(first.get("open").getAsInt()).isEqualTo(5);
    assertThat(first.getAsJsonArray("items")).hasSize(2);
    JsonObject rest =
        host.ok(
            host.asked(
                "GET", YARD + "/sessions?limit=500&cursor=" + first.get("next").getAsString()),
            200,
            "DeviceSessionPage");
    assertThat(rest.getAsJsonArray("items")).hasSize(3);
    assertThat(rest.has("next")).isFalse();
    JsonObject found =
        host.ok(host.asked("GET", YARD + "/sessions?search=DEVICE-3"), 200, "DeviceSessionPage");
    JsonObject session = found.getAsJsonArray("items").get(0).getAsJsonObject();
    assertThat(session.get("remoteAddress").getAsString()).isEqualTo("10.0.0.3:999");
    assertThat(session.has("lastFrame")).isTrue();
    assertThat(session.get("receivedBytes").getAsLong()).isEqualTo(7);
  }

  /** Many of them come within one millisecond. */
  @Test
  void downlinksAreListedInTheOrderInWhichTheyAreSent() {
    int many = 30;
    for (int i = 0; i < many; i++) {
      host.integration("yard").push(EmulatedDownlink.of("away", "ATTRIBUTES_UPDATED", "{}"));
    }
    await("the first one was tried and has its place again")
        .atMost(SteeredHost.PATIENCE)
        .untilAsserted(
            () -> {
              JsonObject page =
                  host.ok(host.asked("GET", YARD + "/downlinks"), 200, "DownlinkPage");
              assertThat(page.get("waiting").getAsInt()).isEqualTo(many);
              assertThat(page.getAsJsonArray("items").get(0).toString())
                  .contains("the device is away");
            });
    List<String> since = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      String path = YARD + "/downlinks?limit=7" + cursor.map(at -> "&cursor=" + at).orElse("");
      JsonObject page = host.ok(host.asked("GET", path), 200, "DownlinkPage");
      page.getAsJsonArray("items")
          .forEach(each -> since.add(each.getAsJsonObject().get("since").getAsString()));
      cursor = Optional.ofNullable(page.get("next")).map(JsonElement::getAsString);
    } while (cursor.isPresent());
    assertThat(since.stream().map(Instant::parse).toList()).hasSize(many).isSorted();
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
                host.ok(host.asked("GET", YARD + "/downlinks"), 200, "DownlinkPage")
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
                  host.ok(host.asked("GET", YARD + "/downlinks?device=away"), 200, "DownlinkPage");
              listed.set(page.getAsJsonArray("items"));
              assertThat(listed.get()).hasSize(3);
              assertThat(listed.get().get(0).toString()).contains("the device is away");
            });
    JsonArray items = listed.get();
    JsonObject first = items.get(0).getAsJsonObject();
    assertThat(first.has("dataBase64")).isFalse();
    String one = YARD + "/downlinks/" + first.get("id").getAsString();
    assertThat(host.ok(host.asked("GET", one), 200, "Downlink").get("dataBase64").getAsString())
        .isEqualTo("aGVsbG8=");
    assertThat(host.ok(host.asked("DELETE", one), 202, "Count").get("count").getAsInt())
        .isEqualTo(1);
    assertThat(host.asked("GET", one).send().status()).isEqualTo(404);
    assertThat(
            host.ok(host.asked("DELETE", YARD + "/downlinks?all=true"), 202, "Count")
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
                host.ok(host.asked("GET", letters), 200, "DeadLetterPage")
                        .getAsJsonArray("items")
                        .size()
                    == 1);
    JsonObject payload =
        host.ok(host.asked("GET", letters + "?kind=CONVERTER"), 200, "DeadLetterPage")
            .getAsJsonArray("items")
            .get(0)
            .getAsJsonObject();
    assertThat(payload.has("payload")).isFalse();
    String one = letters + "/" + payload.get("id").getAsString();
    assertThat(host.ok(host.asked("GET", one), 200, "DeadLetter").get("payload").getAsString())
        .isEqualTo("eyJiYWQiOiB0cnVlfQ==");
    JsonObject replay =
        host.ok(host.asked("POST", letters + "/replay").json("{\"all\": true}"), 202, "Replay");
    assertThat(replay.get("count").getAsInt()).isZero();
    assertThat(replay.getAsJsonArray("left")).hasSize(1);
    assertThat(
            host.ok(host.asked("GET", letters + "?kind=REFUSED_BY_SERVER"), 200, "DeadLetterPage")
                .getAsJsonArray("items"))
        .isEmpty();
    RawHttp.Reply mistyped = host.asked("DELETE", letters + "?kind=CONVERTER&device=other").send();
    assertThat(mistyped.status()).as(mistyped.text()).isEqualTo(400);
    assertThat(mistyped.text()).contains("device", "known: after, all, before, kind");
    assertThat(host.ok(host.asked("DELETE", one), 202, "Count").get("count").getAsInt())
        .isEqualTo(1);
    assertThat(host.asked("DELETE", one).send().status()).isEqualTo(404);
    assertThat(host.asked("DELETE", letters).send().status()).isEqualTo(400);
  }

  @Test
  void actionsAreEventsWithTheirAuthor() {
    post(YARD + "/pause", "{\"what\": \"intake\"}", "Integration");
    assertThat(host.asked("POST", YARD + "/pause").json("{\"what\": \"x\"}").send().status())
        .isEqualTo(400);
    JsonArray actions =
        host.ok(host.asked("GET", "/api/v1/events?kind=ACTION"), 200, "EventPage")
            .getAsJsonArray("items");
    assertThat(actions).hasSize(2);
    JsonObject last = actions.get(0).getAsJsonObject();
    assertThat(last.get("message").getAsString()).contains("/pause", "refused (400)");
    assertThat(last.get("author").getAsString()).isEqualTo("admin");
    assertThat(last.get("remoteAddress").getAsString()).isEqualTo("127.0.0.1");
    JsonArray states =
        host.ok(host.asked("GET", "/api/v1/events?integration=yard&kind=STATE"), 200, "EventPage")
            .getAsJsonArray("items");
    assertThat(states.get(0).getAsJsonObject().get("state").getAsString()).isEqualTo("RUNNING");
  }
}
