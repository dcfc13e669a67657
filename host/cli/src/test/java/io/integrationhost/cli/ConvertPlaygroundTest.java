package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.admin.api.Playground;
import io.integrationhost.converter.ConverterLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConvertPlaygroundTest {

  private final ConvertPlayground playground = new ConvertPlayground(ConverterLimits.defaults());

  @AfterEach
  void stop() {
    playground.close();
  }

  private static Playground.Attempt script(String script) {
    return attempt(Optional.empty(), Optional.of(script), Playground.Form.TEXT, "x");
  }

  private static Playground.Attempt attempt(
      Optional<String> converter, Optional<String> script, Playground.Form form, String payload) {
    return new Playground.Attempt(
        false,
        converter.map(text -> "yard"),
        converter,
        Optional.empty(),
        0,
        Map.of("integrationName", "Yard"),
        Optional.empty(),
        script,
        form,
        payload,
        Map.of("more", "1"),
        Optional.empty());
  }

  private JsonObject report(Playground.Attempt attempt) throws Exception {
    return report(playground, attempt);
  }

  private static JsonObject report(Playground playground, Playground.Attempt attempt)
      throws Exception {
    return playground
        .attempt(attempt)
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS)
        .orElseThrow();
  }

  private static JsonObject first(JsonObject report) {
    return report.getAsJsonArray("conversions").get(0).getAsJsonObject();
  }

  @Test
  void aScriptIsTriedAsTheCommandDoes() throws Exception {
    JsonObject report =
        report(
            attempt(
                Optional.empty(),
                Optional.of(
                    "return {deviceName: 'd' + payload[0], deviceType: metadata.more,"
                        + " telemetry: {v: payload.length}};"),
                Playground.Form.HEX,
                "07 08"));
    assertThat(report.get("language").getAsString()).isEqualTo("JS");
    assertThat(first(report).get("payloadHex").getAsString()).isEqualTo("0708");
    assertThat(first(report).getAsJsonArray("travels").toString()).contains("\"d7\"", "\"2\"");
  }

  @Test
  void aScriptTakesThePlaceOfTheIntegrationsOwn() throws Exception {
    Optional<String> converter =
        Optional.of("{\"scriptLang\": \"JS\", \"decoder\": \"throw 'the own one';\"}");
    JsonObject own = report(attempt(converter, Optional.empty(), Playground.Form.TEXT, "x"));
    assertThat(first(own).getAsJsonObject("error").get("reason").getAsString())
        .contains("the own one");
    JsonObject other =
        report(
            attempt(
                converter,
                Optional.of("return {deviceName: metadata.integrationName, deviceType: 't'};"),
                Playground.Form.BASE64,
                "eA=="));
    assertThat(first(other).get("result").toString()).contains("Yard");
  }

  @Test
  void aScriptWithoutEndIsStoppedAndAnotherOneWaitsMeanwhile() throws Exception {
    CompletionStage<Optional<JsonObject>> endless =
        playground.attempt(
            attempt(Optional.empty(), Optional.of("for (;;) {}"), Playground.Form.TEXT, "x"));
    assertThat(
            playground
                .attempt(
                    attempt(Optional.empty(), Optional.of("return [];"), Playground.Form.TEXT, "x"))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS))
        .isEmpty();
    JsonObject report = endless.toCompletableFuture().get(60, TimeUnit.SECONDS).orElseThrow();
    assertThat(first(report).getAsJsonObject("error").get("kind").getAsString())
        .isEqualTo("TIMEOUT");
  }

  /** The script ends by itself after some seconds, so that it does not hold up other tests. */
  @Test
  void afterAScriptThatNothingStopsEachAttemptHasAProcess() throws Exception {
    ConverterLimits brief =
        ConverterLimits.defaults()
            .with(
                new ConverterLimits.Budget(
                    Duration.ofMillis(200),
                    Duration.ofMillis(400),
                    Duration.ofMillis(100),
                    1 << 24));
    Playground.Attempt unstoppable =
        script("Array.prototype.lastIndexOf.call({length: 2e7}, 1); return [];");
    try (ConvertPlayground limited = new ConvertPlayground(brief)) {
      for (int i = 0; i < 3; i++) {
        assertThat(first(report(limited, unstoppable)).getAsJsonObject("error").get("kind"))
            .extracting(JsonElement::getAsString)
            .isIn("TIMEOUT", "MEMORY");
      }
      assertThat(first(report(limited, script("return {deviceName: 'd', deviceType: 't'};"))))
          .satisfies(result -> assertThat(result.has("result")).isTrue());
    }
  }

  @Test
  void whatMakesNoSenseIsTold() {
    assertThatThrownBy(
            () ->
                report(
                    attempt(
                        Optional.empty(), Optional.of("return [];"), Playground.Form.HEX, "zz")))
        .rootCause()
        .hasMessageContaining("is no hexadecimal");
  }
}
