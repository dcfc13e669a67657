package io.integrationhost.plugins.teltonika.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.teltonika.codec.AvlRecord;
import io.integrationhost.plugins.teltonika.codec.IoValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordMapperTest {

  private static final int TRUCK = 1_000;

  @Test
  void mapsARecordWithAPosition() {
    AvlRecord record =
        new AvlRecord(
            1_700_000_000_123L,
            1,
            -742_340_000,
            407_128_000,
            -6,
            262,
            5,
            97,
            239,
            Map.of(239, new IoValue.Whole(1, 1)));
    TimedValues values = map("", record).telemetry().get(0);
    assertThat(values.ts()).isEqualTo(1_700_000_000_123L);
    assertThat(values.values())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("latitude", Value.of(40.7128)),
                Map.entry("longitude", Value.of(-74.234)),
                Map.entry("altitude", Value.of(-6L)),
                Map.entry("angle", Value.of(262L)),
                Map.entry("speed", Value.of(97L)),
                Map.entry("satellites", Value.of(5L)),
                Map.entry("positionValid", Value.of(true)),
                Map.entry("priority", Value.of(1L)),
                Map.entry("eventId", Value.of(239L)),
                Map.entry("ignition", Value.of(true))));
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100, 0, without satellites the position is an old one",
    "-1, -1, 7, all ones",
    "900000001, 0, 7, no latitude",
    "-900000001, 0, 7, no latitude",
    "0, 1800000001, 7, no longitude",
    "-2147483648, -2147483648, 7, the least number has no absolute value",
  })
  void leavesOutAPositionThatIsNone(int latitude, int longitude, int satellites, String why) {
    AvlRecord record =
        new AvlRecord(TRUCK, 0, longitude, latitude, 100, 10, satellites, 50, 0, Map.of());
    assertThat(map("", record).telemetry().get(0).values())
        .as(why)
        .isEqualTo(
            Map.of(
                "satellites", Value.of((long) satellites),
                "positionValid", Value.of(false),
                "priority", Value.of(0L)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "-",
      value = {
        // id; bits; bytes; key; value
        "1; 1; 1; digitalInput1; BooleanValue[value=true]",
        "4; 0; 1; digitalInput4; BooleanValue[value=false]",
        "239; 2; 1; ignition; LongValue[value=2]",
        "10; 65535; 2; analogInput2; LongValue[value=65535]",
        "17; 65534; 2; axisX; LongValue[value=-2]",
        "66; 12961; 2; externalVoltage; DoubleValue[value=12.961]",
        "72; 65336; 2; dallasTemperature1; DoubleValue[value=-20.0]",
        "72; 4294967096; 4; dallasTemperature1; DoubleValue[value=-20.0]",
        "73; 851; 2; dallasTemperature2; DoubleValue[value=85.1]",
        "72; 850; 2; dallasTemperature1Error; LongValue[value=850]",
        "73; 2000; 4; dallasTemperature2Error; LongValue[value=2000]",
        "74; 3000; 2; dallasTemperature3Error; LongValue[value=3000]",
        "74; 4000; 2; dallasTemperature3Error; LongValue[value=4000]",
        "74; 5000; 2; dallasTemperature3Error; LongValue[value=5000]",
        "10800; 64349; 2; eyeTemperature1; DoubleValue[value=-11.87]",
        "10803; 2150; 2; eyeTemperature4; DoubleValue[value=21.5]",
        "10805; 73; 1; eyeHumidity2; LongValue[value=73]",
        "26; 65535; 2; bleTemperature2; LongValue[value=-1]",
        "24; 9; 1; ioSpeed; LongValue[value=9]",
        "205; 4294967295; 4; gsmCellId; LongValue[value=4294967295]",
        "78; 255; 8; driverId; StringValue[value=00000000000000ff]",
        "78; -1; 8; driverId; StringValue[value=ffffffffffffffff]",
        "4711; 7; 2; io4711; LongValue[value=7]",
        "4711; -1; 8; io4711; StringValue[value=18446744073709551615]",
        "4711; 9223372036854775807; 8; io4711; LongValue[value=9223372036854775807]",
      })
  void mapsNumbers(int id, long bits, int bytes, String key, String value) {
    assertThat(element("", id, new IoValue.Whole(bits, bytes)))
        .containsOnlyKeys(key)
        .extractingByKey(key)
        .hasToString(value);
  }

  @Test
  void mapsBytes() {
    assertThat(element("", 281, raw("P0001,P0002")))
        .isEqualTo(Map.of("faultCodes", Value.of("P0001,P0002")));
    assertThat(element("", 281, new IoValue.Raw(new byte[] {0, (byte) 0xFF})))
        .isEqualTo(Map.of("faultCodes", Value.of("00ff")));
    assertThat(element("", 281, raw(""))).isEqualTo(Map.of("faultCodes", Value.of("")));
    assertThat(element("", 385, raw("AB"))).isEqualTo(Map.of("beacons", Value.of("4142")));
    assertThat(element("", 5000, raw("AB"))).isEqualTo(Map.of("io5000", Value.of("4142")));
    assertThat(element("", 239, raw("A"))).isEqualTo(Map.of("ignition", Value.of("41")));
  }

  @Test
  void keepsTheNewestAttribute() {
    AvlRecord newer = record(2, Map.of(256, raw("NEW")));
    AvlRecord older = record(1, Map.of(256, raw("OLD")));
    RecordMapper.Readings readings = map("", newer, older);
    assertThat(readings.attributes()).isEqualTo(Map.of("vin", Value.of("NEW")));
    assertThat(readings.telemetry()).extracting(TimedValues::ts).containsExactly(2L, 1L);
    assertThat(readings.telemetry().get(0).values()).doesNotContainKey("vin");
  }

  @Test
  void followsTheConfiguration() {
    String changes =
        """
        "9": fuelVoltage
        "385": false
        "72": {factor: 0.01}
        "11": {name: iccid, kind: text, attribute: true}
        "4711": {kind: signed}
        "25": {factor: 0.1, errors: [2000, 3000, 4000, -1]}
        "73": {errors: []}
        """;
    assertThat(element(changes, 9, new IoValue.Whole(5, 2)))
        .isEqualTo(Map.of("fuelVoltage", Value.of(5L)));
    assertThat(element(changes, 385, raw("AB"))).isEmpty();
    assertThat(element(changes, 72, new IoValue.Whole(2105, 2)))
        .isEqualTo(Map.of("dallasTemperature1", Value.of(21.05)));
    assertThat(element(changes, 4711, new IoValue.Whole(255, 1)))
        .isEqualTo(Map.of("io4711", Value.of(-1L)));
    // Codes of a model that sends tenths are no codes of one that sends hundredths.
    assertThat(element(changes, 72, new IoValue.Whole(2000, 2)))
        .isEqualTo(Map.of("dallasTemperature1", Value.of(20.0)));
    assertThat(element(changes, 73, new IoValue.Whole(850, 2)))
        .isEqualTo(Map.of("dallasTemperature2", Value.of(85.0)));
    assertThat(element(changes, 25, new IoValue.Whole(3000, 2)))
        .isEqualTo(Map.of("bleTemperature1Error", Value.of(3000L)));
    assertThat(element(changes, 25, new IoValue.Whole(65535, 2)))
        .isEqualTo(Map.of("bleTemperature1Error", Value.of(-1L)));
    assertThat(element(changes, 25, new IoValue.Whole(215, 2)))
        .isEqualTo(Map.of("bleTemperature1", Value.of(21.5)));
    assertThat(map(changes, record(1, Map.of(11, raw("8937")))).attributes())
        .isEqualTo(Map.of("iccid", Value.of("8937")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "0: a; ioElements.0 is no IO element (expected a whole number from 1 to 65535)",
        "fuel: a; ioElements.fuel is no IO element",
        "9: true; ioElements.9 is 'true' (expected a name, false, or an object",
        "9: 5; ioElements.9 is '5' (expected a name, false, or an object",
        "9: ``; ioElements.9: the name is blank",
        "9: speed; ioElements.9: the name 'speed' is a key of every record",
        "9: ignition; ioElements.9: the name 'ignition' is the name of element 239 too",
        "9: {nmae: x}; ioElements.9 has the key 'nmae'",
        "9: {kind: float}; ioElements.9.kind is 'float' (expected unsigned, signed, boolean,",
        "9: {factor: much}; ioElements.9 cannot be read (expected name: a text",
        "9: {errors: 3000}; ioElements.9 cannot be read (expected name: a text",
        "9: {errors: [1.5]}; ioElements.9 cannot be read (expected name: a text",
      })
  void namesWhatIsWrong(String changes, String message) {
    List<String> problems = new ArrayList<>();
    read(changes.replace("``", "\"\""), problems);
    assertThat(problems).singleElement().asString().contains(message);
  }

  private static Map<String, Value> element(String changes, int id, IoValue value) {
    Map<String, Value> values =
        new LinkedHashMap<>(map(changes, record(1, Map.of(id, value))).telemetry().get(0).values());
    values.keySet().removeAll(RecordMapper.RESERVED);
    return values;
  }

  private static AvlRecord record(long timestamp, Map<Integer, IoValue> io) {
    return new AvlRecord(timestamp, 0, 0, 0, 0, 0, 0, 0, 0, io);
  }

  private static IoValue raw(String text) {
    return new IoValue.Raw(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static RecordMapper.Readings map(String changes, AvlRecord... records) {
    List<String> problems = new ArrayList<>();
    Elements elements = read(changes, problems);
    assertThat(problems).isEmpty();
    return new RecordMapper(elements).map(List.of(records));
  }

  private static Elements read(String changes, List<String> problems) {
    return ElementReader.read(ConfigFactory.parseString(changes).root(), problems);
  }
}
