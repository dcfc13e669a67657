package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.converter.ConverterException.Kind;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DedicatedRecognitionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CHIRPSTACK | 2 | {}                               | CHIRPSTACK",
        "TTN        | 2 | {}                               | TTN",
        "TTI        | 2 | {name: null, type: null}         | TTI",
        "LORIOT     | 2 | {}                               | LORIOT",
        "THINGPARK  | 2 | {}                               | THINGPARK",
        "TPE        | 2 | {}                               | TPE",
        "LORIOT     | 0 | {name: '$eui', type: 'DEVICE'}   | LORIOT",
        "LORIOT     | 0 | {name: '', type: 'ASSET'}        | LORIOT",
        "LORIOT     | 0 | {name: '$eui'}                   | generic",
        "LORIOT     | 0 | {type: 'DEVICE'}                 | generic",
        "LORIOT     | 0 | {name: null, type: 'DEVICE'}     | generic",
        "LORIOT     | 0 | {}                               | generic",
        "LORIOT     | 1 | {name: '$eui', type: 'DEVICE'}   | generic",
        "LORIOT     | 3 | {name: '$eui', type: 'DEVICE'}   | generic",
        "TCP        | 0 | {name: '$eui', type: 'DEVICE'}   | generic",
        "TCP        | 1 | {name: '$eui', type: 'DEVICE'}   | generic",
        "loriot     | 0 | {name: '$eui', type: 'DEVICE'}   | generic",
        "           | 2 | {name: '$eui', type: 'DEVICE'}   | generic",
        "           | 0 | {name: '$eui', type: 'DEVICE'}   | generic",
        "~ ~        | 2 | {name: '$eui', type: 'DEVICE'}   | generic",
      })
  void recognition(String integrationType, int version, String configuration, String expected) {
    JsonObject json = JsonParser.parseString(configuration).getAsJsonObject();
    ConverterDefinition definition =
        new ConverterDefinition(
            "4711", "Hall", configuration, Optional.ofNullable(integrationType), version);
    assertThat(
            DedicatedRecognition.platform(definition, json).map(Object::toString).orElse("generic"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"SIGFOX", "loriot", "TCP"})
  void aTypeThatNoConverterIsDedicatedTo(String integrationType) {
    ConverterDefinition definition =
        new ConverterDefinition("4711", "Hall", "{}", Optional.of(integrationType), 2);
    assertThatThrownBy(() -> DedicatedRecognition.platform(definition, new JsonObject()))
        .isInstanceOfSatisfying(
            ScriptFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION))
        .hasMessage(
            "Unsupported integrationType: "
                + integrationType
                + ". A converter can be dedicated to CHIRPSTACK, TTN, TTI, LORIOT, THINGPARK, TPE;"
                + " for other integrations make a generic converter in ThingsBoard");
  }
}
