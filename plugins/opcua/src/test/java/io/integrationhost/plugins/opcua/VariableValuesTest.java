package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import io.integrationhost.plugin.Value;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values on the way up, and on the way down. */
class VariableValuesTest {

  @Test
  void writesTextsAsThingsBoardsOwnDoesAndReadableOnesWhereThatIsUseless() {
    assertThat(VariableValues.text(12.5)).isEqualTo("12.5");
    assertThat(VariableValues.text(true)).isEqualTo("true");
    assertThat(VariableValues.text(Unsigned.ulong(-1))).isEqualTo("18446744073709551615");
    assertThat(VariableValues.text(null)).isNull();
    assertThat(VariableValues.text(new DateTime(Instant.EPOCH))).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(VariableValues.text(LocalizedText.english("on"))).isEqualTo("on");
    assertThat(VariableValues.text(ByteString.of(new byte[] {1, 2}))).isEqualTo("AQI=");
    assertThat(VariableValues.text(new String[] {"a\n", null})).isEqualTo("[\"a\\u000a\",null]");
    assertThat(VariableValues.text(new Matrix(new int[][] {{1, 2}, {3, 4}})))
        .isEqualTo("[[1,2],[3,4]]");
  }

  @Test
  void tellsTimesBeforeTheEpochAndTheTextOfXml() {
    assertThat(VariableValues.text(new DateTime(Instant.parse("1969-12-31T23:59:59.5Z"))))
        .isEqualTo("1969-12-31T23:59:59.500Z");
    assertThat(VariableValues.text(new DateTime(Instant.parse("1601-01-01T00:00:00.0000001Z"))))
        .isEqualTo("1601-01-01T00:00:00.000000100Z");
    assertThat(VariableValues.text(new XmlElement("<a/>"))).isEqualTo("<a/>");
  }

  @Test
  void takesNoValueFromAnArrayWhoseSizeIsALie() {
    var lie = new Matrix(new Integer[] {1, 2, 3}, new int[] {2, 2});
    assertThat(VariableValues.text(lie)).isNull();
    assertThat(VariableValues.decoded(lie)).isEmpty();
  }

  @Test
  void decodesWhatThingsBoardCanKeep() {
    assertThat(VariableValues.decoded(21.6f)).contains(Value.of(21.6));
    assertThat(VariableValues.decoded(Unsigned.ubyte(255))).contains(Value.of(255));
    assertThat(VariableValues.decoded(Unsigned.ulong(-1)))
        .contains(Value.of("18446744073709551615"));
    assertThat(VariableValues.decoded(Unsigned.ulong(7))).contains(Value.of(7));
    assertThat(VariableValues.decoded(Double.NaN)).isEqualTo(Optional.empty());
    assertThat(VariableValues.decoded(null)).isEqualTo(Optional.empty());
    assertThat(VariableValues.decoded(new Double[] {1.5, Double.NaN}))
        .contains(Value.json("[1.5,null]"));
  }

  private static ConfigValue json(String text) {
    return ConfigFactory.parseString("{\"v\": " + text + "}").getValue("v");
  }

  private static Object typed(String text, String type) {
    return TypedValue.of(json(text), TypedValue.type(type).orElseThrow()).value();
  }

  @ParameterizedTest
  @CsvSource({
    "Int8, -128, -129",
    "SByte, 127, 128",
    "UInt8, 255, 256",
    "Byte, 0, -1",
    "Int16, -32768, 32768",
    "UInt16, 65535, 65536",
    "Int32, 2147483647, 2147483648",
    "UInt32, 4294967295, 4294967296",
    "Int64, 9223372036854775807, 9223372036854775808",
    "UInt64, 18446744073709551615, 18446744073709551616",
    "Float, 1e38, 1e39",
    "Double, 1e308, 1e309",
    "Int32, 1e3, 1.5",
    "UInt64, 1, 1e999999999",
    "Boolean, true, 2"
  })
  void takesWhatFitsAndNothingElse(String type, String fits, String doesNot) {
    Object value = typed(fits, type);
    assertThat(value).isInstanceOf(TypedValue.type(type).orElseThrow().getBackingClass());
    assertThatThrownBy(() -> typed(doesNot, type)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatTheServerCouldNotHold() {
    assertThatThrownBy(() -> typed("\"1500-01-01T00:00:00Z\"", "DateTime"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no DateTime");
    assertThatThrownBy(() -> typed("\"+40000-01-01T00:00:00Z\"", "DateTime"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no DateTime");
    assertThatThrownBy(() -> typed("\"nowhere\"", "NodeId"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no NodeId");
  }

  @Test
  void takesOtherTypesAndLists() {
    assertThat(typed("\"21.5\"", "Float")).isEqualTo(21.5f);
    assertThat(typed("7", "String")).isEqualTo("7");
    assertThat(typed("\"2026-01-02T03:04:05Z\"", "DateTime"))
        .isEqualTo(new DateTime(Instant.parse("2026-01-02T03:04:05Z")));
    assertThat(typed("[1, 2]", "Int16")).isEqualTo(new Short[] {1, 2});
    assertThatThrownBy(() -> typed("\"yesterday\"", "DateTime"))
        .hasMessageContaining("is no DateTime");
    assertThatThrownBy(() -> typed("[[1]]", "Int16")).hasMessageContaining("neither a number");
    assertThat(TypedValue.type("Real")).isEmpty();
  }

  @Test
  void guessesTheTypeOfWhatNobodyDescribes() {
    assertThat(TypedValue.guess(json("1"))).isEqualTo(OpcUaDataType.Int32);
    assertThat(TypedValue.guess(json("5000000000"))).isEqualTo(OpcUaDataType.Int64);
    assertThat(TypedValue.guess(json("1.5"))).isEqualTo(OpcUaDataType.Double);
    assertThat(TypedValue.guess(json("[true]"))).isEqualTo(OpcUaDataType.Boolean);
    assertThat(TypedValue.guess(json("\"x\""))).isEqualTo(OpcUaDataType.String);
  }
}
