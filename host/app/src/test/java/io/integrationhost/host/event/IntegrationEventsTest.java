package io.integrationhost.host.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.converter.DownlinkData;
import io.integrationhost.converter.DownlinkRequest;
import io.integrationhost.converter.UpdateOnlyKeys;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.event.ReceivedEvents.Received;
import io.integrationhost.host.uplink.ActiveConverter;
import io.integrationhost.host.uplink.UplinkPath;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.EventIds;
import io.integrationhost.remote.EventUids;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.spool.MemorySpool;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Uplinks through a real converter, and what a stand-in for ThingsBoard is told of them. */
final class IntegrationEventsTest {

  private static final ConverterEngine ENGINE =
      new ConverterEngine(ConverterLimits.defaults(), Clock.systemUTC());
  private static final UUID TENANT = new UUID(0, 1);
  private static final UUID INTEGRATION = new UUID(0, 2);
  private static final UUID UPLINK = new UUID(0, 3);
  private static final UUID DOWNLINK = new UUID(0, 4);
  private static final String FAILURES = "{\"failuresEnabled\":true,\"allEnabledUntil\":0}";
  private static final String PAST =
      "{\"failuresEnabled\":false,\"allEnabled\":true,\"allEnabledUntil\":1700000000000}";
  private static final String ALL = "{\"failuresEnabled\":false,\"allEnabledUntil\":1700000900000}";
  private static final String DECODER =
      "if (payload[0] == 33) { throw new Error('bad reading'); }"
          + " if (payload[0] == 36) { console.log('seen', 36); }"
          + " if (payload[0] == 63) { return {nobody: 1}; }"
          + " return [{deviceName: 'D', deviceType: 't', telemetry: {t: payload[0]}},"
          + " {deviceName: 'E', deviceType: 't', telemetry: {t: 1}}];";

  private final SetClock clock = new SetClock();
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final ReceivedEvents server = new ReceivedEvents();
  private final DeliveryCounters counters = new DeliveryCounters();
  private final IntegrationEvents events = events(Duration.ofHours(1));
  private final UplinkPath path =
      new UplinkPath(
          "Sensors",
          new UplinkCodec(),
          new MemorySpool("test", 1 << 20, 10_000, 10),
          counters,
          (payload, metadata, reason) -> {},
          new RateLimitedLog(System::nanoTime, Duration.ofSeconds(10)),
          (transport, device) -> {},
          events::observer);

  IntegrationEventsTest() {
    JsonObject configuration = new JsonObject();
    configuration.addProperty("decoder", DECODER);
    UplinkConverter converter =
        ENGINE.uplink(new ConverterDefinition("id", "my converter", configuration.toString()));
    path.use(
        new ActiveConverter(
            converter,
            new UpdateOnlyKeys(converter.updateOnlyKeys(), 10),
            Map.of("site", "north", "integrationName", "Sensors")));
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @AfterAll
  static void stopEngine() {
    ENGINE.close();
  }

  @Test
  void debugOffCostsNoObserverAndSendsNothing() throws Exception {
    assertThat(events.observer()).isEmpty();
    for (Optional<String> off : List.of(Optional.<String>empty(), Optional.of(PAST))) {
      events.configured(configuration(off, off));
      assertThat(events.observer()).isEmpty();
      publish("a");
      publish("!");
    }
    settle();
    assertThat(server.events()).isEmpty();
  }

  @Test
  void everythingOfTheConverterIsShown() throws Exception {
    events.configured(configuration(Optional.empty(), Optional.of(ALL)));
    publish("a");
    awaitEvents(1);
    Received event = server.events().get(0);
    assertThat(event.source()).isEqualTo("UPLINK_CONVERTER");
    assertThat(event.event().tenantId()).contains(TENANT);
    assertThat(event.event().entityId()).contains(UPLINK);
    assertThat(event.event().serviceId()).isEqualTo("[remote:8082]");
    assertThat(event.event().createdTime()).isEqualTo(1_700_000_000_000L);
    assertThat(event.event().id().orElseThrow().version()).isEqualTo(1);
    assertThat(event.event().fields())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "eventType", "Uplink",
                "inMsgType", "TEXT",
                "inMsg", "a",
                "outMsgType", "JSON",
                "outMsg",
                    "[{\"deviceName\":\"D\",\"deviceType\":\"t\",\"telemetry\":{\"t\":97}},"
                        + "{\"deviceName\":\"E\",\"deviceType\":\"t\",\"telemetry\":{\"t\":1}}]",
                "metadata", "{\"integrationName\":\"Sensors\",\"site\":\"north\"}"));
  }

  @Test
  void whatTheScriptSaidIsPartOfTheMetadata() throws Exception {
    events.configured(configuration(Optional.empty(), Optional.of(ALL)));
    publish("$");
    awaitEvents(1);
    assertThat(server.events().get(0).field("metadata"))
        .isEqualTo("{\"console\":\"seen 36\",\"integrationName\":\"Sensors\",\"site\":\"north\"}");
  }

  @Test
  void failuresOfTheConverterAlone() throws Exception {
    events.configured(configuration(Optional.empty(), Optional.of(FAILURES)));
    publish("a");
    publish("!");
    awaitEvents(1);
    Received event = server.events().get(0);
    assertThat(event.type()).isEqualTo("ConverterDebugEvent");
    assertThat(event.field("inMsg")).isEqualTo("!");
    assertThat((String) event.field("error")).contains("bad reading");
    assertThat(event.field("outMsg")).isNull();
    assertThat(event.field("outMsgType")).isNull();
    assertThat((String) event.field("metadata")).contains("\"site\":\"north\"");
  }

  @Test
  void aResultThatIsNoDataIsShownWithItsError() throws Exception {
    events.configured(configuration(Optional.empty(), Optional.of(FAILURES)));
    publish("?");
    awaitEvents(1);
    assertThat(server.events().get(0).field("outMsg")).isEqualTo("{\"nobody\":1}");
    assertThat(server.events().get(0).field("error")).isNotNull();
  }

  @Test
  void everythingOfTheIntegrationIsShownAndRawDataOfItsDevices() throws Exception {
    events.configured(configuration(Optional.of(ALL), Optional.empty()));
    publish("a");
    awaitEvents(3);
    Received debug = server.events("IntegrationDebugEvent").get(0);
    assertThat(debug.source()).isEqualTo("INTEGRATION");
    assertThat(debug.event().entityId()).contains(INTEGRATION);
    assertThat(debug.event().fields())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("eventType", "Uplink", "messageType", "TEXT", "message", "a", "status", "OK"));
    List<Received> raw = server.events("RawDataEvent");
    assertThat(raw).extracting(Received::source).containsOnly("DEVICE");
    assertThat(raw).extracting(Received::device).containsExactly("D", "E");
    assertThat(raw).extracting(each -> each.field("message")).containsOnly("\"a\"");
    assertThat(raw.get(0).field("uuid")).isEqualTo(raw.get(1).field("uuid"));
    assertThat(raw.get(0).event().entityId()).isEmpty();
    publish("b");
    awaitEvents(6);
    assertThat(server.events("RawDataEvent").get(2).field("uuid"))
        .isNotEqualTo(raw.get(0).field("uuid"));
  }

  @Test
  void bytesAreShownAsBase64AndJsonAsItIs() throws Exception {
    events.configured(configuration(Optional.of(ALL), Optional.empty()));
    publish(new byte[] {1, 2, 3}, ContentType.BINARY);
    awaitEvents(3);
    publish("{\"a\":1}".getBytes(StandardCharsets.UTF_8), ContentType.JSON);
    awaitEvents(6);
    assertThat(server.events("IntegrationDebugEvent"))
        .extracting(each -> each.field("messageType"), each -> each.field("message"))
        .containsExactly(tuple("BINARY", "AQID"), tuple("JSON", "{\"a\":1}"));
    assertThat(server.events("RawDataEvent"))
        .extracting(each -> each.field("messageType"), each -> each.field("message"))
        .containsExactly(
            tuple("BINARY", "\"AQID\""),
            tuple("BINARY", "\"AQID\""),
            tuple("JSON", "{\"a\":1}"),
            tuple("JSON", "{\"a\":1}"));
  }

  @Test
  void failuresOfTheIntegrationAlone() throws Exception {
    events.configured(configuration(Optional.of(FAILURES), Optional.empty()));
    publish("a");
    publish("!");
    awaitEvents(1);
    Received event = server.events().get(0);
    assertThat(event.field("status")).isEqualTo("ERROR");
    assertThat((String) event.field("error")).contains("my converter", "bad reading");
  }

  @Test
  void whatAPluginDecodedIsShownAsJson() throws Exception {
    events.configured(configuration(Optional.of(ALL), Optional.empty()));
    path.from("tcp")
        .publish(
            new Uplink.Telemetry(
                Device.named("D"),
                List.of(new TimedValues(5, Map.of("t", Value.of(1.5)))),
                new Source("1")))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
    awaitEvents(1);
    assertThat(server.events().get(0).field("message"))
        .isEqualTo("{\"deviceName\":\"D\",\"telemetry\":[{\"ts\":5,\"values\":{\"t\":1.5}}]}");
    assertThat(server.events().get(0).field("messageType")).isEqualTo("JSON");
  }

  @Test
  void debugSettingsTakeEffectAtOnceAndEndByThemselves() throws Exception {
    events.configured(configuration(Optional.empty(), Optional.empty()));
    publish("a");
    events.configured(configuration(Optional.empty(), Optional.of(ALL)));
    publish("b");
    clock.pass(Duration.ofMinutes(15));
    publish("c");
    assertThat(events.observer()).isPresent();
    events.look();
    assertThat(events.observer()).isEmpty();
    awaitEvents(1);
    assertThat(server.events().get(0).field("inMsg")).isEqualTo("b");
  }

  @Test
  void aFloodIsCutToTheBudgetAndCounted() throws Exception {
    events.configured(configuration(Optional.empty(), Optional.of(ALL)));
    for (int i = 0; i < 30; i++) {
      publish("a");
    }
    publish("!");
    awaitEvents(17);
    assertThat(server.events().get(16).field("error")).isNotNull();
    events.look();
    awaitEvents(18);
    assertThat((String) server.events().get(17).field("message")).startsWith("14 debug events");
    events.look();
    settle();
    assertThat(server.events()).hasSize(18);
  }

  @Test
  void lifecycleEventsHaveIdAndTime() {
    events.configured(configuration(Optional.empty(), Optional.empty()));
    events.lifecycle("STARTED", Optional.empty());
    events.lifecycle("UPDATED", Optional.of("port 5555 is taken " + "x".repeat(10_000)));
    awaitEvents(2);
    assertThat(server.events())
        .extracting(each -> each.field("lcEventType") + " " + each.field("success"))
        .containsExactly("STARTED true", "UPDATED false");
    assertThat((String) server.events().get(1).field("error"))
        .startsWith("port 5555")
        .endsWith("characters]")
        .hasSize(1000);
    assertThat(server.events().get(0).event().createdTime()).isEqualTo(1_700_000_000_000L);
    assertThat(server.events().get(0).event().id().orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void statisticsTakeInWhatWasCountedWhileTheLinkWasDown() throws Exception {
    server.connected(false);
    IntegrationEvents often = events(Duration.ofMillis(5));
    often.start(executor);
    often.configured(configuration(Optional.empty(), Optional.empty()));
    often.lifecycle("STARTED", Optional.empty());
    for (String payload : List.of("a", "b", "!", "c")) {
      publish(payload);
      settle();
    }
    often.downlinks().sent("D", "RPC", text("on"));
    often.downlinks().failed("D", "RPC", "no such device", Optional.empty());
    server.connected(true);
    await().until(() -> server.statistics().size() >= 3);
    often.close();
    assertThat(server.statistics().get(0))
        .isEqualTo(Map.of("messagesCount", 4L, "errorsCount", 2L, "state", "STARTED"));
    assertThat(server.statistics().get(1))
        .isEqualTo(Map.of("messagesCount", 0L, "errorsCount", 0L, "state", "STARTED"));
    assertThat(server.events("StatisticsEvent").get(0).event().fields())
        .isEqualTo(Map.of("messagesProcessed", 4L, "errorsOccurred", 2L));
  }

  @Test
  void aMissingIntegrationDoesNotEndTheStatistics() {
    IntegrationEvents often = events(Duration.ofMillis(5));
    often.start(executor);
    settle();
    assertThat(server.statistics()).isEmpty();
    often.configured(configuration(Optional.empty(), Optional.empty()));
    await().until(() -> !server.statistics().isEmpty());
    often.close();
    assertThat(server.statistics().get(0)).containsEntry("state", "N/A");
  }

  @Test
  void aDisabledIntegrationTellsItsStatisticsOnce() {
    events.configured(configuration(Optional.empty(), Optional.empty()));
    events.disabled();
    awaitEvents(1);
    assertThat(server.statistics()).as("it has never run").isEmpty();
    events.lifecycle("STARTED", Optional.empty());
    events.disabled();
    events.disabled();
    awaitEvents(5);
    assertThat(server.statistics())
        .containsExactly(Map.of("messagesCount", 0L, "errorsCount", 0L, "state", "STOPPED"));
    assertThat(server.events("LifecycleEvent"))
        .extracting(each -> each.field("lcEventType"))
        .containsExactly("STOPPED", "STARTED", "STOPPED", "STOPPED");
  }

  @Test
  void statisticsOfADisabledIntegrationDoNotTellItsFormerState() {
    ScheduledExecutorService atOnce =
        new ScheduledThreadPoolExecutor(1) {
          @Override
          public void execute(Runnable task) {
            task.run();
          }
        };
    IntegrationEvents prompt = events(Duration.ofHours(1), atOnce);
    prompt.configured(configuration(Optional.empty(), Optional.empty()));
    prompt.lifecycle("STARTED", Optional.empty());
    prompt.disabled();
    assertThat(server.statistics()).singleElement().asString().contains("state=STOPPED");
    atOnce.shutdownNow();
  }

  @Test
  void downlinksAreShown() {
    events.configured(configuration(Optional.of(ALL), Optional.empty()));
    DownlinkRequest request =
        new DownlinkRequest("{\"a\":1}", Map.of("z", "1"), "RPC_CALL", Map.of("b", "2"));
    DownlinkEvents downlinks = events.downlinks();
    downlinks.converted("D", request, Optional.of("[]"), Optional.empty());
    downlinks.waiting("D", "RPC_CALL", "not connected");
    downlinks.sent(
        "D", "RPC_CALL", new DownlinkData(ContentType.BINARY, new byte[] {1, 2, 3}, Map.of()));
    downlinks.failed("D", "RPC_CALL", "no reply", Optional.of(request));
    downlinks.failed("D", "", "too late", Optional.empty());
    downlinks.converted("D", request, Optional.empty(), Optional.of("boom"));
    awaitEvents(6);
    Received converted = server.events("ConverterDebugEvent").get(0);
    assertThat(converted.source()).isEqualTo("DOWNLINK_CONVERTER");
    assertThat(converted.event().entityId()).contains(DOWNLINK);
    assertThat(converted.event().fields())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "eventType", "Downlink",
                "inMsgType", "JSON",
                "inMsg", "{\"a\":1}",
                "outMsgType", "JSON",
                "outMsg", "[]",
                "metadata", "{\"b\":\"2\",\"z\":\"1\"}"));
    assertThat(server.events("IntegrationDebugEvent"))
        .extracting(each -> each.event().fields())
        .containsExactly(
            Map.of(
                "eventType", "Downlink: RPC_CALL",
                "messageType", "TEXT",
                "message", "device 'D': not connected",
                "status", "OK"),
            Map.of(
                "eventType", "Downlink: RPC_CALL",
                "messageType", "BINARY",
                "message", "AQID",
                "status", "OK"),
            Map.of(
                "eventType", "Downlink: RPC_CALL",
                "messageType", "JSON",
                "message", "{\"a\":1}",
                "status", "ERROR",
                "error", "device 'D': no reply"),
            Map.of(
                "eventType", "Downlink",
                "messageType", "JSON",
                "message", "{\"deviceName\":\"D\"}",
                "status", "ERROR",
                "error", "device 'D': too late"));
    assertThat(server.events("ConverterDebugEvent").get(1).field("error")).isEqualTo("boom");
  }

  private static DownlinkData text(String text) {
    return new DownlinkData(ContentType.TEXT, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private IntegrationEvents events(Duration interval) {
    return events(interval, executor);
  }

  private IntegrationEvents events(Duration interval, ScheduledExecutorService sending) {
    return new IntegrationEvents(
        "sensors",
        new EventSettings(
            new StatisticsSettings(true, interval),
            new DebugEventSettings(20, 1, 1000),
            EventUids.standard()),
        new EventStamps("[remote:8082]", new EventIds(clock, new Random(1)), clock),
        new UplinkCodec(),
        counters,
        server,
        sending,
        clock);
  }

  private static IntegrationConfiguration configuration(
      Optional<String> integration, Optional<String> uplink) {
    return new IntegrationConfiguration(
        TENANT,
        INTEGRATION,
        "Sensors",
        "key",
        "CUSTOM",
        "{}",
        "null",
        true,
        integration,
        converter(UPLINK, uplink),
        Optional.of(converter(DOWNLINK, Optional.of(ALL))));
  }

  private static ConverterConfiguration converter(UUID id, Optional<String> debug) {
    return new ConverterConfiguration(
        TENANT, id, "my converter", "{}", "{}", debug, Optional.empty(), 0);
  }

  private void publish(String text) throws Exception {
    publish(text.getBytes(StandardCharsets.UTF_8), ContentType.TEXT);
  }

  private void publish(byte[] payload, ContentType type) throws Exception {
    var unused =
        path.from("tcp")
            .publish(new Uplink.Payload(payload, type, new Source("1")))
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  private void awaitEvents(int count) {
    await().until(() -> server.events().size() >= count);
    settle();
    assertThat(server.events()).hasSize(count);
  }

  /** Waits until what was asked to be sent before is sent. */
  private void settle() {
    try {
      executor.submit(() -> {}).get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
