package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.ConverterLimits.Isolation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Scripts in a process of their own do the same as in threads, and nothing holds up the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProcessIsolationTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_000L), ZoneOffset.UTC);

  private static final ConverterLimits LIMITS =
      ConverterLimits.defaults()
          .with(new ConverterLimits.Pool(2, 1_000))
          .with(
              new ConverterLimits.Budget(
                  Duration.ofMillis(500),
                  Duration.ofSeconds(20),
                  Duration.ofMillis(300),
                  100L << 20))
          .with(new ConverterLimits.Errors(1_000, 10_000, Duration.ofHours(1), Duration.ofHours(1)))
          .with(new Isolation(Isolation.Mode.PROCESS, 4));

  /** Some of the scripts that end well are enough, and all that do not. */
  private int turn;

  private final ConverterEngine engine = new ConverterEngine(LIMITS, CLOCK);
  private final IntegrationScripts away = engine.integration("yard");

  @AfterAll
  void close() {
    engine.close();
  }

  @BeforeAll
  void begin() {
    assertThat(text(away.uplink(Converters.definition("first", "return [];")), "x"))
        .isEqualTo("[]");
  }

  private long process() {
    return ((ProcessCrew) away.crew).pid().orElseThrow();
  }

  private static CompletionStage<? extends Conversion<?>> start(
      UplinkConverter converter, String payload) {
    return converter.convert(
        payload.getBytes(StandardCharsets.UTF_8), Map.of("integrationName", "Yard"), "device");
  }

  private static String text(UplinkConverter converter, String payload) {
    return Converters.await(start(converter, payload)).output().orElse("nothing");
  }

  private static ConverterException failure(UplinkConverter converter, String payload) {
    return catchThrowableOfType(ConverterException.class, () -> text(converter, payload));
  }

  private static String told(Supplier<CompletionStage<? extends Conversion<?>>> call) {
    try {
      Conversion<?> done = Converters.await(call.get());
      return done.output() + " " + done.metadata() + " " + done.items() + " " + done.console();
    } catch (ConverterException e) {
      return e.kind() + " " + e.getMessage() + " " + e.place() + " " + e.output() + e.console();
    }
  }

  private void same(ConverterDefinition definition, byte[] payload, Map<String, String> metadata) {
    assertThat(told(() -> away.uplink(definition).convert(payload, metadata, "device")))
        .isEqualTo(told(() -> engine.uplink(definition).convert(payload, metadata, "device")));
  }

  @TestFactory
  Stream<DynamicTest> uplinkScripts() {
    return Vectors.read("scripts-js.json").stream()
        .filter(vector -> vector.has("decoder") && (vector.has("error") || turn++ % 4 == 0))
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    Vectors.text(vector, "name"),
                    () ->
                        same(
                            Converters.definition("vector", Vectors.text(vector, "decoder")),
                            payload(vector),
                            Vectors.texts(vector, "metadata"))));
  }

  private static byte[] payload(JsonObject vector) {
    return HexFormat.of().parseHex(Vectors.text(vector, "payloadHex"));
  }

  @TestFactory
  Stream<DynamicTest> downlinkScripts() {
    return Vectors.read("scripts-js.json").stream()
        .filter(vector -> vector.has("encoder"))
        .map(
            vector ->
                DynamicTest.dynamicTest(Vectors.text(vector, "name"), () -> sameDownlink(vector)));
  }

  private void sameDownlink(JsonObject vector) {
    ConverterDefinition definition =
        Converters.definition("vector", "JS", "encoder", Vectors.text(vector, "encoder"));
    DownlinkRequest request =
        new DownlinkRequest(
            Vectors.text(vector, "msg"),
            Vectors.texts(vector, "metadata"),
            Vectors.text(vector, "msgType"),
            Vectors.texts(vector, "integrationMetadata"));
    assertThat(told(() -> away.downlink(definition).convert(request, "device")))
        .isEqualTo(told(() -> engine.downlink(definition).convert(request, "device")));
  }

  @Test
  void tbelGivesTheSame() {
    String payload = "{\"a\": [1, 2.5, 1e30, \"\\ud83d\\ude00\"], \"b\": null}";
    for (String body :
        List.of(
            "return JSON.parse(decodeToString(payload));",
            "return {deviceName: 'N', telemetry: {t: 1.0, big: 1e300, list: [1, 2.5, 'x']}};",
            "return metadata;",
            "return null;",
            "var a = ;",
            "return payload.nothing();",
            "return 'no json';")) {
      same(
          Converters.definition("tbel", "TBEL", "tbelDecoder", body),
          payload.getBytes(StandardCharsets.UTF_8),
          Map.of("integrationName", "Yard", "half", "\ud83d"));
    }
  }

  @Test
  void aDedicatedConverterGivesTheSame() {
    ConverterDefinition plain =
        Converters.definition(
            "dedicated", "return {telemetry: {size: payload.length, port: metadata.fPort}};");
    ConverterDefinition dedicated =
        new ConverterDefinition(
            plain.id(), plain.name(), plain.configuration(), Optional.of("CHIRPSTACK"), 2);
    byte[] message =
        ("{\"deviceInfo\": {\"devEui\": \"0102030405060708\", \"deviceName\": \"D\"}, \"fPort\": 7,"
                + " \"data\": \"AQID\", \"rxInfo\": [], \"time\": \"2024-01-01T00:00:00Z\"}")
            .getBytes(StandardCharsets.UTF_8);
    same(dedicated, message, Map.of("integrationName", "Yard"));
  }

  @Test
  void errorsAreTheSame() {
    for (String body :
        List.of(
            "return {deviceName: 'x'",
            "throw new Error('no');",
            "console.log('said', 1); throw new Error('no');",
            "console.log('said', 2); return {deviceName: 'x', telemetry: {a: 1}};",
            "console.log('said', 3);",
            "return nothing.at.all;",
            "\n\n  null.x;",
            "return {telemetry: {}};",
            "return {deviceName: 'x'.repeat(400000)};",
            "return 'x'.repeat(1e9);",
            "function f() { return f() + 1; } return f();")) {
      same(
          Converters.definition("failing", body),
          new byte[] {1, (byte) 200},
          Map.of("integrationName", "Yard"));
    }
  }

  @Test
  void anEndlessLoopIsStoppedWithoutHarmToTheProcess() {
    UplinkConverter endless = away.uplink(Converters.definition("endless", "while (true) {}"));
    UplinkConverter good = away.uplink(Converters.definition("good", "return {deviceName: 'G'};"));
    long process = process();
    assertThat(failure(endless, "x").kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(text(good, "x")).isEqualTo("{\"deviceName\":\"G\"}");
    assertThat(process()).isEqualTo(process);
    endless.close();
    good.close();
  }

  @Test
  void whatCannotBeStoppedEndsTheProcessAndNobodyElsesCall() {
    UplinkConverter stuck =
        away.uplink(
            Converters.definition(
                "stuck", "return Array.prototype.lastIndexOf.call({length: 2 ** 53 - 1}, 1);"));
    UplinkConverter good = away.uplink(Converters.definition("good", "return {deviceName: 'G'};"));
    long process = process();

    CompletionStage<?> lost = start(stuck, "x");
    List<CompletionStage<? extends Conversion<?>>> innocent = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      innocent.add(start(good, "x"));
    }
    assertThat(lost.toCompletableFuture())
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            ConverterException.class, e -> assertThat(e.kind()).isIn(Kind.TIMEOUT, Kind.MEMORY));
    assertThat(innocent)
        .allSatisfy(call -> assertThat(Converters.await(call).output()).isPresent());
    assertThat(text(good, "x")).isEqualTo("{\"deviceName\":\"G\"}");
    assertThat(process()).isNotEqualTo(process);
    assertThat(ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    assertThat(engine.status().lost()).isZero();
    assertThat(stuck.budget().errors()).isEqualTo(1);
    stuck.close();
    good.close();
  }

  @Test
  void whatFillsTheMemoryFailsAndTheNextCallGoesThrough() {
    UplinkConverter bomb =
        away.uplink(
            Converters.definition(
                "bomb",
                "return Array.prototype.toReversed.call(JSON.parse('{\"length\": 4294967294}'));"));
    UplinkConverter good = away.uplink(Converters.definition("good", "return {deviceName: 'G'};"));
    ConverterException failure = failure(bomb, "x");
    assertThat(failure.kind()).isIn(Kind.MEMORY, Kind.TIMEOUT);
    assertThat(text(good, "x")).isEqualTo("{\"deviceName\":\"G\"}");
    bomb.close();
    good.close();
  }
}
