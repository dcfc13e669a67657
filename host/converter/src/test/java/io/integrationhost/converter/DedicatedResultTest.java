package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DedicatedResultTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1234), ZoneOffset.UTC);
  private static final ResultParser PARSER =
      new ResultParser(ConverterLimits.defaults().values(), CLOCK);

  private static final String METADATA =
      """
      {eui: '4786C58B0056003B', fCnt: 795, fPort: 8, dr: 'SF7', ack: false, bat: 254,
       rssi: -109, snr: 7.5, integrationName: 'Yard'}
      """;

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static List<EntityData> entities(String configuration, ScriptResult result) {
    DedicatedResult reading =
        new DedicatedResult(
            DedicatedConfiguration.parse(json(configuration)), PARSER, json(METADATA));
    return PARSER.parse(result, reading::entity);
  }

  private static EntityData one(String configuration, String result) {
    List<EntityData> entities = entities(configuration, new ResultText(result));
    assertThat(entities).hasSize(1);
    return entities.get(0);
  }

  @Test
  void theConfigurationNamesAndPlacesTheEntity() {
    assertThat(
            one(
                "{type: 'ASSET', name: '$integrationName/$eui', profile: 'p$fPort', label: '$dr',"
                    + " customer: 'C $bat', group: 'G $ack', telemetry: ['rssi', 'snr', 'absent'],"
                    + " attributes: ['fCnt', 'dr'], updateOnlyKeys: ['dr']}",
                "{}"))
        .isEqualTo(
            new EntityData(
                EntityKind.ASSET,
                "Yard/4786C58B0056003B",
                "p8",
                "SF7",
                "C 254",
                "G false",
                Optional.of(
                    List.of(
                        new TimedValues(
                            1234, Map.of("rssi", Value.of(-109), "snr", Value.of(7.5))))),
                Optional.of(Map.of("fCnt", Value.of(795), "dr", Value.of("SF7")))));
  }

  @Test
  void theScriptOverrides() {
    assertThat(
            one(
                "{type: 'ASSET', name: '$eui', profile: 'p', label: 'l', customer: 'c',"
                    + " group: 'g', telemetry: ['rssi']}",
                "{type: 'DEVICE', name: 7, profile: 'P', label: 'L', customer: 'C', group: 'G',"
                    + " telemetry: [{ts: 5, values: {rssi: 1}}]}"))
        .isEqualTo(
            new EntityData(
                EntityKind.DEVICE,
                "7",
                "P",
                "L",
                "C",
                "G",
                Optional.of(List.of(new TimedValues(5, Map.of("rssi", Value.of(1))))),
                Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{type: '', name: '', profile: '', label: '', customer: '', group: ''}",
        "{type: null, name: null, profile: null, label: null, customer: null, group: null}"
      })
  void emptyTextsAndNullsOverrideNothing(String result) {
    assertThat(
            one(
                "{type: 'ASSET', name: 'n', profile: 'p', label: 'l', customer: 'c', group: 'g'}",
                result))
        .isEqualTo(
            new EntityData(
                EntityKind.ASSET, "n", "p", "l", "c", "g", Optional.empty(), Optional.empty()));
  }

  @Test
  void nothingInTheConfigurationIsADeviceOfTheDefaultProfile() {
    assertThat(one("{}", "{name: 'D'}"))
        .isEqualTo(
            new EntityData(
                EntityKind.DEVICE, "D", "default", "", "", "", Optional.empty(), Optional.empty()));
  }

  @Test
  void anArrayGivesSeveralUplinksEachWithItsMetadata() {
    List<EntityData> items =
        entities(
            "{name: '$eui', telemetry: ['bat'], attributes: ['fPort']}",
            new ResultText("[{telemetry: {a: 1}}, {name: 'other', telemetry: [{a: 2}]}]"));
    assertThat(items).extracting(EntityData::name).containsExactly("4786C58B0056003B", "other");
    assertThat(items.get(0).telemetry())
        .contains(List.of(new TimedValues(1234, Map.of("a", Value.of(1), "bat", Value.of(254)))));
    assertThat(items.get(1).telemetry())
        .contains(
            List.of(
                new TimedValues(1234, Map.of("a", Value.of(2))),
                new TimedValues(1234, Map.of("bat", Value.of(254)))));
    assertThat(items)
        .allSatisfy(each -> assertThat(each.attributes()).contains(Map.of("fPort", Value.of(8))));
  }

  @Test
  void whatTheScriptReturnedStaysAsItWas() {
    ScriptResult result = new ResultTree(json("{telemetry: {a: 1}}"));
    assertThat(entities("{name: 'n', telemetry: ['bat'], attributes: ['dr']}", result)).hasSize(1);
    assertThat(result.text()).isEqualTo("{\"telemetry\":{\"a\":1}}");
  }

  @Test
  void aNameFromTheScriptNeedsNoTemplate() {
    assertThat(one("{name: '$unknown'}", "{name: 'D'}").name()).isEqualTo("D");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}                  | {}                 | The entity has no name: set 'name' in",
        "{name: ' '}         | {}                 | The entity has no name: set 'name' in",
        "{name: 'A $deveui $x'} | {}              | The name 'A $deveui $x' of the converter's"
            + " configuration needs the metadata deveui, x, which this message does not have. It"
            + " has eui, fCnt, fPort, dr, ack, bat, rssi, snr, integrationName",
        "{name: 'n'}         | {name: {}}         | The key 'name' of the converter output must be"
            + " a text",
        "{name: 'n'}         | {type: 'ROOM'}     | The key 'type' of the converter output must be"
            + " DEVICE or ASSET, but is ROOM",
        "{name: 'n'}         | {telemetry: 5}     | Can't parse value: 5",
        "{name: 'n'}         | {telemetry: null}  | Can't parse value: null",
        "{name: 'n'}         | {attributes: []}   | Can't parse value: []",
        "{name: 'n'}         | [{}, 5]            | Not a JSON Object: 5",
        "{name: 'n', telemetry: ['rssi']} | {telemetry: {ts: 1, values: 5}} | Not a JSON Object: 5",
      })
  void resultsThatBreakTheRules(String configuration, String result, String expected) {
    assertThatThrownBy(() -> entities(configuration, new ResultText(result)))
        .isInstanceOfSatisfying(
            ScriptFailure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.RESULT))
        .hasMessageStartingWith(expected);
  }
}
