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
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.spool.MemorySpool;
import io.integrationhost.spool.ReadingLog;
import io.integrationhost.spool.SpoolStats;
import io.integrationhost.spool.StoredRecord;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one fault of a part, or of a message, may cost: that message and no other. */
final class UplinkFaultTest {

  private static final ConverterEngine ENGINE =
      new ConverterEngine(ConverterLimits.defaults(), Clock.systemUTC());

  private Optional<UplinkObserver> observer = Optional.empty();

  /** Runs when a publish has chosen its converter. */
  private Runnable meanwhile = () -> {};

  private final ReadingLog spool = new MemorySpool("test", 1 << 20, 10_000, 10);
  private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
  private final UplinkPath path = path(spool);

  private UplinkPath path(ReadingLog into) {
    return new UplinkPath(
        "Sensors",
        new UplinkCodec(),
        into,
        new DeliveryCounters(),
        (uplink, metadata, reason) -> {
          byte[] bytes = ((Uplink.Payload) uplink).bytes();
          refused.add(new String(bytes, StandardCharsets.UTF_8) + ": " + reason);
          return CompletableFuture.completedFuture(true);
        },
        new RateLimitedLog(System::nanoTime, Duration.ofSeconds(10)),
        (transport, device) -> {},
        () -> {
          meanwhile.run();
          return observer;
        });
  }

  @AfterAll
  static void stop() {
    ENGINE.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return {deviceName: 'D', telemetry: {t: NaN}};",
        "return {deviceName: 'D', telemetry: {}, attributes: {}};",
        "return {deviceName: 'D', telemetry: [{ts: 1, values: {}}, {t: null}]};",
        "return [{deviceName: 'D', telemetry: {}}, {deviceName: 'E', attributes: {a: null}}];",
        "return {deviceName: 'D', attributes: {}, customerName: 'C', groupName: 'G'};"
      })
  void whatHoldsNoValueIsNeverSent(String decoder) throws Exception {
    use(decoder);
    assertThat(publish("garbage"))
        .isInstanceOfSatisfying(
            Receipt.Rejected.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Receipt.Reason.INVALID);
              assertThat(refusal.message()).contains("'D' holds no value");
              assertThat(refused).containsExactly("garbage: " + refusal.message());
            });
    assertThat(records()).isEmpty();
  }

  @Test
  void anItemWithoutValuesAmongOthersIsLeftOut() throws Exception {
    use(
        "return [{deviceName: 'D', telemetry: {}}, {deviceName: 'E', telemetry: {t: 1}},"
            + " {deviceName: 'F', attributes: {a: 1}}];");
    assertThat(publish("x")).isEqualTo(stored("D", "E", "F"));
    assertThat(records()).hasSize(2).noneMatch(record -> record.contains("D"));
    assertThat(refused).isEmpty();
  }

  @Test
  void anUplinkThatComesToAClosedConverterIsConvertedByTheOneInUse() throws Exception {
    UplinkConverter former = use("return {deviceName: 'former', telemetry: {t: 1}};");
    meanwhile =
        () -> {
          meanwhile = () -> {};
          use("return {deviceName: 'present', telemetry: {t: 1}};");
          former.close();
        };
    assertThat(publish("x")).isEqualTo(stored("present"));
    assertThat(publish("y")).isEqualTo(stored("present"));
  }

  @Test
  void anErrorOfAnyPartCostsOneReceiptAndHoldsUpNothing() throws Exception {
    use("return {deviceName: 'D', telemetry: {t: 1}};");
    observer =
        Optional.of(
            new UplinkObserver() {
              @Override
              public void converted(
                  Uplink.Payload payload,
                  Conversion<EntityData> conversion,
                  List<EntityData> items) {}

              @Override
              public void notConverted(
                  Uplink.Payload payload,
                  Map<String, String> metadata,
                  ConverterException failure) {}

              @Override
              public void settled(Uplink uplink, Receipt receipt) {
                throw new OutOfMemoryError("once");
              }
            });
    List<CompletionStage<Receipt>> failed =
        IntStream.range(0, 20).mapToObj(i -> path.from("tcp").publish(payload("" + i))).toList();
    for (CompletionStage<Receipt> stage : failed) {
      assertThat(stage)
          .failsWithin(Duration.ofSeconds(30))
          .withThrowableThat()
          .withRootCauseInstanceOf(OutOfMemoryError.class);
    }
    observer = Optional.empty();
    assertThat(publish("x")).isEqualTo(stored("D"));
    await().until(path::isIdle);
  }

  @Test
  void aValueThatEqualsOneOnItsWaySharesItsFate() throws Exception {
    CompletableFuture<Long> append = new CompletableFuture<>();
    UplinkPath slow = path(new SlowSpool(spool, append));
    slow.use(active(converter("return {deviceName: 'D', telemetry: {t: 1}};", "t")));
    CompletionStage<Receipt> first = slow.from("tcp").publish(payload("x"));
    CompletionStage<Receipt> second = slow.from("tcp").publish(payload("x"));
    await().until(() -> append.getNumberOfDependents() >= 3);
    assertThat(second.toCompletableFuture()).isNotDone();
    append.completeExceptionally(new IllegalStateException("disk"));
    assertThat(receipt(first)).isInstanceOf(Receipt.Rejected.class);
    assertThat(receipt(second)).isInstanceOf(Receipt.Rejected.class);
  }

  private UplinkConverter use(String decoder, String... keys) {
    UplinkConverter converter = converter(decoder, keys);
    path.use(active(converter));
    return converter;
  }

  private static UplinkConverter converter(String decoder, String... keys) {
    JsonObject configuration = new JsonObject();
    configuration.addProperty("decoder", decoder);
    JsonArray listed = new JsonArray();
    List.of(keys).forEach(listed::add);
    configuration.add("updateOnlyKeys", listed);
    return ENGINE.uplink(new ConverterDefinition("id", "my converter", configuration.toString()));
  }

  private static ActiveConverter active(UplinkConverter converter) {
    return new ActiveConverter(
        converter, new UpdateOnlyKeys(converter.updateOnlyKeys(), 10), Map.of());
  }

  private Receipt publish(String text) throws Exception {
    return receipt(path.from("tcp").publish(payload(text)));
  }

  private static Uplink payload(String text) {
    return new Uplink.Payload(
        text.getBytes(StandardCharsets.UTF_8), ContentType.TEXT, new Source("1"));
  }

  private static Receipt receipt(CompletionStage<Receipt> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private List<String> records() {
    spool.rewind();
    return spool.read(1000, 1 << 20).stream()
        .map(entry -> new String(entry.record(), StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static Receipt stored(String... devices) {
    return new Receipt.Stored(List.of(devices));
  }

  /** Stores the first record when told. */
  private record SlowSpool(ReadingLog delegate, CompletableFuture<Long> first)
      implements ReadingLog {
    @Override
    public CompletionStage<Long> append(String entity, byte[] record) {
      return first.isDone() ? delegate.append(record) : first;
    }

    @Override
    public List<StoredRecord> read(int maxRecords, long maxBytes) {
      return delegate.read(maxRecords, maxBytes);
    }

    @Override
    public void onReadable(Runnable task) {
      delegate.onReadable(task);
    }

    @Override
    public void trimTo(long position) {
      delegate.trimTo(position);
    }

    @Override
    public void rewind() {
      delegate.rewind();
    }

    @Override
    public SpoolStats stats() {
      return delegate.stats();
    }

    @Override
    public void close() {
      delegate.close();
    }
  }
}
