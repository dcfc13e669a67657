package io.integrationhost.host.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.converter.Conversion;
import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.converter.UpdateOnlyKeys;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.entity.EntityData;
import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.ground.UplinkText;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Entity;
import io.integrationhost.plugin.Reading;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.spool.MemorySpool;
import io.integrationhost.spool.ReadingLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class UplinkPathTest {

  private static final ConverterEngine ENGINE =
      new ConverterEngine(ConverterLimits.defaults(), Clock.systemUTC());

  private Optional<UplinkObserver> observer = Optional.empty();
  private final ReadingLog spool = new MemorySpool("test", 1 << 20, 10_000, 10);
  private final DeliveryCounters counters = new DeliveryCounters();
  private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private CompletionStage<Boolean> filing = CompletableFuture.completedFuture(true);
  private final UplinkPath path =
      new UplinkPath(
          "Sensors",
          new UplinkCodec(),
          spool,
          counters,
          (uplink, metadata, reason) -> {
            String text =
                uplink instanceof Uplink.Payload payload
                    ? new String(payload.bytes(), StandardCharsets.UTF_8)
                    : UplinkText.ofDecoded(uplink);
            refused.add(text + metadata + ": " + reason);
            return filing;
          },
          new RateLimitedLog(System::nanoTime, Duration.ofSeconds(10)),
          new HeardDevices() {
            @Override
            public void heard(String transport, String device) {
              heard.add(transport + " " + device);
            }

            @Override
            public void left(String transport, String device) {
              heard.add(transport + " left " + device);
            }

            @Override
            public int waiting(String device) {
              return device.equals("W") ? 3 : 0;
            }
          },
          () -> observer);
  private final Uplinks uplinks = path.from("tcp");

  @AfterAll
  static void stop() {
    ENGINE.close();
  }

  @Test
  void storesWhatTheConverterMakesOfAPayload() throws Exception {
    use("return {deviceName: 'D', telemetry: {t: Number(String.fromCharCode(payload[0]))}};");
    assertThat(publish("7")).isEqualTo(stored("D"));
    assertThat(stored()).singleElement().asString().contains("D", "t");
    assertThat(counters.snapshot().stored()).isEqualTo(1);
  }

  @Test
  void aReceiptTellsWhatWaitsForItsDevices() throws Exception {
    use("return [{deviceName: 'W', telemetry: {t: 1}}, {deviceName: 'D', telemetry: {t: 1}}];");
    assertThat(publish("x")).isEqualTo(new Receipt.Stored(List.of("W", "D"), 3));
    // The receipt comes first.
    await().until(() -> heard.size() == 2);
    uplinks.disconnected("W");
    assertThat(heard).containsExactly("tcp W", "tcp D", "tcp left W");
  }

  @Test
  void aRefusalIsSettledWhenTheUplinkIsFiled() throws Exception {
    use("return {deviceName: 'D', telemetry: {t: 0 / 0}, attributes: {a: 'b'}};");
    Uplink decoded =
        new Uplink.Readings(List.of(reading("E", Value.of(Double.NaN))), new Source("1"));
    CompletableFuture<Boolean> disk = new CompletableFuture<>();
    filing = disk;
    CompletableFuture<Receipt> waits = uplinks.publish(decoded).toCompletableFuture();
    assertThat(refused).singleElement().asString().contains("\"deviceName\":\"E\"");
    assertThat(waits).isNotDone();
    disk.complete(true);
    assertThat(receipt(waits))
        .isInstanceOfSatisfying(
            Receipt.Rejected.class, refusal -> assertThat(refusal.filed()).isTrue())
        .matches(Receipt::isSettled);
    filing = CompletableFuture.completedFuture(false);
    assertThat(receipt(uplinks.publish(decoded))).matches(receipt -> !receipt.isSettled());
  }

  @Test
  void tellsWhichDevicesWereHeard() throws Exception {
    use(
        "return payload[0] == 33 ? [] : [{deviceName: 'D', telemetry: {t: 1}}, {deviceName: 'D',"
            + " telemetry: {t: 2}}, {deviceName: 'E', telemetry: {t: 3}},"
            + " {assetName: 'A', assetType: 'a', telemetry: {t: 4}}];");
    assertThat(publish("7")).isEqualTo(stored("D", "E"));
    assertThat(publish("!")).isEqualTo(new Receipt.NoContent());
    assertThat(heard).containsExactly("tcp D", "tcp E");
    heard.clear();
    path.enabled(false);
    uplinks.connected("F");
    assertThat(heard).containsExactly("tcp F");
  }

  @Test
  void storesEachReadingAsAnItemOfItsEntity() throws Exception {
    use("throw new Error('not asked');");
    Entity line =
        new Entity(Entity.Kind.ASSET, "Line 1", "line", "First line", "Customer C", "Group G");
    Reading both =
        new Reading(
            Entity.device("D"),
            List.of(new TimedValues(5, Map.of("t", Value.of(1)))),
            Map.of("serial", Value.of("S1")));
    Reading attributes = new Reading(line, List.of(), Map.of("shift", Value.of("night")));
    Uplink readings = new Uplink.Readings(List.of(both, attributes, both), new Source("1"));
    assertThat(receipt(uplinks.publish(readings))).isEqualTo(stored("D"));
    assertThat(stored()).hasSize(3);
    assertThat(stored().get(0)).contains("D", "t", "serial", "S1");
    assertThat(stored().get(1))
        .contains("Line 1", "line", "First line", "Customer C", "Group G", "shift", "night");
    assertThat(heard).containsExactly("tcp D");
  }

  @Test
  void refusesReadingsAsAWholeAndNamesTheirDevices() throws Exception {
    use("throw new Error('not asked');");
    Uplink readings =
        new Uplink.Readings(
            List.of(reading("D", Value.of(1)), reading("E", Value.of(Double.NaN))),
            new Source("1"));
    assertThat(receipt(uplinks.publish(readings)))
        .isInstanceOfSatisfying(
            Receipt.Rejected.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Receipt.Reason.INVALID);
              assertThat(refusal.message()).contains("'E': value of 't' is no finite number");
            });
    assertThat(stored()).isEmpty();
    await().until(() -> heard.equals(List.of("tcp D", "tcp E")));
  }

  private static Reading reading(String device, Value value) {
    TimedValues now = new TimedValues(5, Map.of("t", value));
    return new Reading(Entity.device(device), List.of(now), Map.of());
  }

  @Test
  void aRefusedDeviceThatSaidItsNameWasHeard() throws Exception {
    use("throw new Error('bad reading');");
    Uplink named =
        new Uplink.Payload(
            new byte[] {1}, ContentType.TEXT, Map.of(), new Source("1"), Optional.of("Device B"));
    assertThat(receipt(uplinks.publish(named))).isInstanceOf(Receipt.Rejected.class);
    await().until(() -> heard.equals(List.of("tcp Device B")));
  }

  @Test
  void theNameOfTheHandshakeWins() throws Exception {
    use(
        "return [{deviceName: 'D', telemetry: {t: 1}}, {assetName: 'A', assetType: 'a',"
            + " telemetry: {t: 1}}];");
    Uplink named =
        new Uplink.Payload(
            new byte[] {1}, ContentType.TEXT, Map.of(), new Source("1"), Optional.of("Device B"));
    assertThat(receipt(uplinks.publish(named))).isEqualTo(stored("Device B"));
    assertThat(stored()).hasSize(2);
    assertThat(stored().get(0)).contains("Device B");
    assertThat(stored().get(1)).contains("A").doesNotContain("Device B");
  }

  @Test
  void theConverterSeesIntegrationAndUplinkMetadata() throws Exception {
    use("return {deviceName: metadata.site + metadata.port, telemetry: {t: 1}};", "site", "north");
    Uplink uplink =
        new Uplink.Payload(
            new byte[0],
            ContentType.TEXT,
            Map.of("port", "5555"),
            new Source("1"),
            Optional.empty());
    assertThat(receipt(uplinks.publish(uplink))).isEqualTo(stored("north5555"));
    assertThat(stored().get(0)).contains("north5555");
  }

  @Test
  void nothingFoundIsNoContent() throws Exception {
    use("return [];");
    assertThat(publish("x")).isEqualTo(new Receipt.NoContent());
    assertThat(counters.snapshot().empty()).isEqualTo(1);
  }

  @Test
  void aScriptThatThrowsIsTheConvertersFault() throws Exception {
    use("throw new Error('bad reading');");
    assertThat(publish("x"))
        .isInstanceOfSatisfying(
            Receipt.Rejected.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Receipt.Reason.CONVERTER);
              assertThat(refusal.message())
                  .contains("integration 'Sensors'", "my converter", "bad reading");
              assertThat(refused).containsExactly("x{}: " + refusal.message());
            });
  }

  @Test
  void aPayloadOfABlockedSourceIsRefusedForGoodAndOtherSourcesGoOn() throws Exception {
    UplinkConverter converter = use("return {deviceName: 'D', telemetry: {t: 1}};");
    for (int i = 0; i < 3; i++) {
      publish("x".repeat(80_000));
    }
    refused.clear();
    assertThat(publish("small"))
        .isInstanceOfSatisfying(
            Receipt.Rejected.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Receipt.Reason.CONVERTER);
              assertThat(refusal.message()).contains("blocked due to maximum error count 3");
              assertThat(refused).containsExactly("small{}: " + refusal.message());
            });
    Uplink other = new Uplink.Payload(new byte[] {1}, ContentType.TEXT, new Source("2"));
    assertThat(receipt(uplinks.publish(other))).isEqualTo(new Receipt.Stored(List.of("D")));
    assertThat(counters.snapshot().rejected()).containsEntry(Receipt.Reason.CONVERTER, 4L);
    assertThat(converter.budget().refused()).isEqualTo(1);
  }

  @Test
  void whatWasNotTriedIsNotRefusedForGood() throws Exception {
    UplinkConverter converter = use("return {deviceName: 'D', telemetry: {t: 1}};");
    converter.close();
    assertThat(publish("x"))
        .isInstanceOfSatisfying(
            Receipt.Rejected.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Receipt.Reason.CONVERTER));
    use("return {deviceName: 'D', telemetry: {t: 1}};");
    spool.close();
    assertThat(publish("x"))
        .isInstanceOfSatisfying(
            Receipt.Rejected.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Receipt.Reason.UNAVAILABLE));
    assertThat(refused).isEmpty();
  }

  /** The next one of the source might find room: who keeps the order has to know before. */
  @Test
  void whatFindsTheConverterFullIsToldAtOnce() {
    ConverterLimits narrow = ConverterLimits.defaults().with(new ConverterLimits.Pool(1, 1));
    try (ConverterEngine engine = new ConverterEngine(narrow, Clock.systemUTC())) {
      use(
          engine,
          "var end = Date.now() + 200; while (Date.now() < end) {}"
              + " return {deviceName: 'D', telemetry: {t: 1}};",
          new JsonArray(),
          Map.of());
      List<CompletableFuture<Receipt>> receipts =
          IntStream.range(0, 10)
              .mapToObj(each -> uplinks.publish(payload("x")).toCompletableFuture())
              .toList();
      assertThat(receipts.get(9))
          .isCompletedWithValueMatching(
              receipt -> !receipt.isSettled() && receipt.toString().contains("Already 1 messages"));
      assertThat(receipts.get(0)).isNotDone();
      await().until(() -> receipts.stream().allMatch(CompletableFuture::isDone));
      assertThat(path.isIdle()).isTrue();
    }
  }

  @Test
  void whatTheServerWouldNeverTakeIsRefusedHere() throws Exception {
    use("return {deviceName: 'D'};", "site", "north");
    assertThat(publish("x"))
        .isInstanceOfSatisfying(
            Receipt.Rejected.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Receipt.Reason.INVALID));
    Uplink infinite =
        new Uplink.Telemetry(
            Device.named("D"),
            List.of(new TimedValues(1, Map.of("t", Value.of(Double.NaN)))),
            new Source("1"));
    assertThat(receipt(uplinks.publish(infinite)))
        .isInstanceOfSatisfying(
            Receipt.Rejected.class,
            refusal -> assertThat(refusal.message()).contains("'t' is no finite number"));
    assertThat(spool.stats().records()).isZero();
    assertThat(refused).hasSize(2).first().asString().startsWith("x{site=north}: ").contains("'D'");
  }

  @Test
  void aDisabledIntegrationSaysSo() throws Exception {
    use("return {deviceName: 'D', telemetry: {t: 1}};");
    path.enabled(false);
    assertThat(publish("x"))
        .isInstanceOfSatisfying(
            Receipt.Rejected.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Receipt.Reason.DISABLED));
  }

  @Test
  void anObserverHearsOfConversionAndReceipt() throws Exception {
    use("return {deviceName: 'D', telemetry: {t: payload[0]}};", "site", "north");
    List<String> heard = observe();
    Receipt receipt = publish("a");
    assertThat(receipt).isInstanceOf(Receipt.Stored.class);
    assertThat(heard)
        .containsExactly(
            "converted a into {\"deviceName\":\"D\",\"telemetry\":{\"t\":97}} for D with"
                + " {site=north}",
            "settled " + receipt);
  }

  @Test
  void anObserverHearsOfFailures() throws Exception {
    use("throw new Error('bad reading');", "site", "north");
    List<String> heard = observe();
    Receipt receipt = publish("a");
    assertThat(heard).hasSize(2).last().isEqualTo("settled " + receipt);
    assertThat(heard.get(0))
        .startsWith("not converted a with {site=north}: ")
        .contains("bad reading");
    use("return {deviceName: 'D'};");
    assertThat(publish("b")).isInstanceOf(Receipt.Rejected.class);
    assertThat(heard).hasSize(4);
    assertThat(heard.get(2)).startsWith("converted b into");
    assertThat(heard.get(3)).startsWith("settled Rejected[reason=INVALID");
  }

  private List<String> observe() {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    observer =
        Optional.of(
            new UplinkObserver() {
              @Override
              public void converted(
                  Uplink.Payload payload,
                  Conversion<EntityData> conversion,
                  List<EntityData> items) {
                heard.add(
                    "converted %s into %s for %s with %s"
                        .formatted(
                            new String(payload.bytes(), StandardCharsets.UTF_8),
                            conversion.output().orElse("nothing"),
                            items.get(0).name(),
                            conversion.metadata()));
              }

              @Override
              public void notConverted(
                  Uplink.Payload payload,
                  Map<String, String> metadata,
                  ConverterException failure) {
                heard.add(
                    "not converted %s with %s: %s"
                        .formatted(
                            new String(payload.bytes(), StandardCharsets.UTF_8),
                            metadata,
                            failure.reason()));
              }

              @Override
              public void settled(Uplink uplink, Receipt receipt) {
                heard.add("settled " + receipt);
              }
            });
    return heard;
  }

  @Test
  void unchangedValuesOfUpdateOnlyKeysAreNotStoredAgain() throws Exception {
    JsonArray keys = new JsonArray();
    keys.add("t");
    use("return {deviceName: 'D', telemetry: {t: payload[0]}};", keys, Map.of());
    assertThat(publish("a")).isEqualTo(stored("D"));
    assertThat(publish("a")).isEqualTo(new Receipt.NoContent(List.of("D")));
    assertThat(publish("b")).isEqualTo(stored("D"));
  }

  @Test
  void keepsTheOrderOfASource() throws Exception {
    use("return {deviceName: 'D', telemetry: {t: Number(String.fromCharCode.apply(0, payload))}};");
    List<CompletionStage<Receipt>> stages =
        IntStream.range(1000, 1500).mapToObj(i -> uplinks.publish(payload("" + i))).toList();
    for (CompletionStage<Receipt> stage : stages) {
      assertThat(receipt(stage)).isEqualTo(stored("D"));
    }
    List<byte[]> order = records();
    assertThat(order).hasSize(500);
    byte[] previous = order.get(0);
    for (byte[] record : order.subList(1, 500)) {
      assertThat(value(record)).isEqualTo(value(previous) + 1);
      previous = record;
    }
    // The receipt comes before the place in the order is given back.
    await().until(path::isIdle);
  }

  /** The last varint of the record: the only value of the only key. */
  private static int value(byte[] record) {
    return (record[record.length - 2] & 0x7f) | record[record.length - 1] << 7;
  }

  private UplinkConverter use(String decoder, String... metadata) {
    return use(
        decoder,
        new JsonArray(),
        metadata.length == 0 ? Map.of() : Map.of(metadata[0], metadata[1]));
  }

  private UplinkConverter use(String decoder, JsonArray keys, Map<String, String> metadata) {
    return use(ENGINE, decoder, keys, metadata);
  }

  private UplinkConverter use(
      ConverterEngine engine, String decoder, JsonArray keys, Map<String, String> metadata) {
    JsonObject configuration = new JsonObject();
    configuration.addProperty("decoder", decoder);
    configuration.add("updateOnlyKeys", keys);
    UplinkConverter converter =
        engine.uplink(new ConverterDefinition("id", "my converter", configuration.toString()));
    path.use(
        new ActiveConverter(
            converter, new UpdateOnlyKeys(converter.updateOnlyKeys(), 10), metadata));
    return converter;
  }

  private Receipt publish(String text) throws Exception {
    return receipt(uplinks.publish(payload(text)));
  }

  private static Uplink payload(String text) {
    return new Uplink.Payload(
        text.getBytes(StandardCharsets.UTF_8), ContentType.TEXT, new Source("1"));
  }

  private static Receipt receipt(CompletionStage<Receipt> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private List<String> stored() {
    spool.rewind();
    return records().stream()
        .map(record -> new String(record, StandardCharsets.ISO_8859_1))
        .toList();
  }

  private List<byte[]> records() {
    List<byte[]> records = new ArrayList<>();
    spool.read(1000, 1 << 20).forEach(entry -> records.add(entry.record()));
    return records;
  }

  private static Receipt stored(String... devices) {
    return new Receipt.Stored(List.of(devices));
  }
}
