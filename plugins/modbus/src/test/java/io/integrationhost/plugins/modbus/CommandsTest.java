package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugins.modbus.plan.DevicePlan;
import io.integrationhost.plugins.modbus.plan.Plan;
import io.integrationhost.plugins.modbus.poll.Command;
import io.integrationhost.plugins.modbus.poll.Commands;
import io.integrationhost.plugins.modbus.value.Order;
import io.integrationhost.testkit.FakeContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What downlinks ask for. */
class CommandsTest {

  private static final DevicePlan BARE =
      new DevicePlan(
          Device.named("d"), 1, List.of(), Map.of(), Map.of(), false, false, Order.BIG, false);

  private static Command read(DevicePlan device, String text) {
    return Commands.read(device, new Downlink("d", ContentType.JSON, Bytes.utf8(text), Map.of()));
  }

  private static String pdu(Command command) {
    assertThat(command.steps()).hasSize(1);
    return Bytes.hex(command.steps().get(0).request().pdu()).toUpperCase(Locale.ROOT);
  }

  @TestFactory
  Stream<DynamicTest> reservedMethodsOfTheVectors() {
    return Vectors.of("rpc.json").stream()
        .map(one -> DynamicTest.dynamicTest(one.getString("name"), () -> reserved(one)));
  }

  private static void reserved(Config one) {
    String json =
        one.withOnlyPath("method")
            .withValue("params", ConfigValueFactory.fromAnyRef(one.getString("params")))
            .root()
            .render(ConfigRenderOptions.concise());
    String plain = one.getString("method") + " " + one.getString("params");
    for (String text : List.of(json, plain)) {
      if (one.hasPath("error")) {
        assertThatThrownBy(() -> read(BARE, text)).isInstanceOf(IllegalArgumentException.class);
      } else if (one.hasPath("pdu")) {
        assertThat(pdu(read(BARE, text))).isEqualTo(one.getString("pdu"));
      } else {
        Config parsed = one.getConfig("parsed");
        Command.Step step = read(BARE, text).steps().get(0);
        assertThat(step.request().function()).isEqualTo(parsed.getInt("functionCode"));
        assertThat(step.request().address()).isEqualTo(parsed.getInt("address"));
        assertThat(step.point().conversion().count()).isEqualTo(parsed.getInt("objectsCount"));
      }
    }
  }

  private static DevicePlan gateway() {
    try (FakeContext context =
        FakeContext.of(
            "{master: {slaves: [{host: h, port: 1, unitId: 1, deviceName: d, pollPeriod: 1000,"
                + " byteOrder: BIG, wordOrder: BIG, attributeUpdates: [{tag: limit, type: 16int,"
                + " functionCode: 6, objectsCount: 1, address: 7, value: 99}], rpc: [{tag:"
                + " setRelay, type: bits, functionCode: 5, objectsCount: 1, address: 1}, {tag:"
                + " getRelay, type: bits, functionCode: 1, objectsCount: 1, address: 1}]}]}}")) {
      return Plan.read(context).connections().get(0).devices().get(0);
    }
  }

  @Test
  void theGatewaysNamesAreKnown() {
    DevicePlan device = gateway();
    assertThat(pdu(read(device, "{\"limit\": -2}"))).isEqualTo("060007FFFE");
    assertThat(pdu(read(device, "{\"method\": \"setRelay\", \"params\": true}")))
        .isEqualTo("050001FF00");
    assertThat(pdu(read(device, "{\"method\": \"getRelay\", \"params\": {}}")))
        .isEqualTo("0100010001");
  }

  @Test
  void functionCodesFollowTheSize() {
    assertThat(pdu(read(BARE, write("\"register\":\"holding\",\"type\":\"16uint\"", "1"))))
        .startsWith("06");
    assertThat(pdu(read(BARE, write("\"register\":\"holding\",\"type\":\"32uint\"", "1"))))
        .startsWith("10");
    assertThat(
            pdu(
                read(
                    BARE,
                    write(
                        "\"register\":\"holding\",\"type\":\"16uint\",\"forceMultiple\":true",
                        "1"))))
        .startsWith("10");
    assertThat(pdu(read(BARE, write("\"register\":\"coil\"", "true")))).startsWith("05");
    assertThat(pdu(read(BARE, write("\"register\":\"coil\",\"count\":3", "[1,0,1]"))))
        .isEqualTo("0F000A00030105");
    assertThat(
            pdu(read(BARE, write("\"register\":\"holding\",\"type\":\"bit\",\"bit\":4", "true"))))
        .isEqualTo("16000AFFEF0010");
  }

  private static String write(String point, String value) {
    return "{\"write\":[{" + point + ",\"address\":10,\"value\":" + value + "}]}";
  }

  @Test
  void whatIsNoCommandSaysWhy() {
    for (String text :
        List.of(
            "",
            "on",
            "{",
            "{}",
            "[".repeat(60_000),
            "{\"a\":".repeat(10_000),
            "{\"write\": 1}",
            "{\"write\": [1]}",
            "{\"write\": [{\"register\": \"holding\", \"address\": null, \"value\": 1}]}",
            "{\"write\": [{\"key\": \"nothing\", \"readBack\": \"perhaps\"}]}",
            "{\"write\": [{\"register\": \"holding\", \"type\": \"16uint\", \"address\": 1,"
                + " \"value\": 1, \"readBack\": \"perhaps\"}]}",
            write("\"register\":\"holding\",\"type\":\"string\",\"count\":9", "null"),
            write("\"register\":\"holding\",\"type\":\"string\",\"count\":9", "{\"a\":1}"),
            "{\"write\": [{\"key\": \"nothing\", \"value\": 1}]}",
            write("\"register\":\"input\",\"type\":\"16uint\"", "1"),
            write("\"register\":\"holding\",\"type\":\"16uint\"", "null"),
            write("\"register\":\"holding\",\"type\":\"16uint\"", "1e999999999"),
            write("\"register\":\"holding\",\"type\":\"none\"", "1"),
            "{\"method\": \"blink\"}",
            write("\"register\":\"holding\",\"type\":\"64uint\"", "1".repeat(50_000)),
            write("\"register\":\"holding\",\"type\":\"string\"", "\"" + "x".repeat(50_000) + "\""),
            write("\"register\":\"holding\",\"type\":\"string\"", "\"" + "\\n".repeat(30_000)),
            "x".repeat(70_000))) {
      assertThatThrownBy(() -> read(gateway(), text))
          .as(text.substring(0, Math.min(100, text.length())))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
