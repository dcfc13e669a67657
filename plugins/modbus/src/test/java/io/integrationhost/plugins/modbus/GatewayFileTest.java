package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Reading;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.modbus.frame.Frame;
import io.integrationhost.plugins.modbus.plan.Plan;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files of ThingsBoard's gateway, as they are. */
class GatewayFileTest {

  private static final int MOST_UNITS = 247;

  /** Cases that the gateway answers with values, none of them peculiar: one slave for each. */
  private static List<Config> cases() {
    return Vectors.of("uplink.json").stream()
        .filter(one -> !Vectors.isPeculiar(one) && one.hasPath("result"))
        .filter(one -> !one.getConfig("memory").hasPath("bits"))
        .limit(MOST_UNITS)
        .toList();
  }

  private static Map<String, Object> slave(Config one, int unit, int port) {
    Map<String, Object> slave = new HashMap<>(one.getObject("slave").unwrapped());
    slave.putAll(
        Map.of(
            "type",
            "tcp",
            "host",
            "127.0.0.1",
            "port",
            port,
            "method",
            "socket",
            "unitId",
            unit,
            "deviceName",
            "device " + unit,
            "timeout",
            5,
            "retries",
            true,
            "pollPeriod",
            2000));
    slave.put("sendDataOnlyOnChange", false);
    slave.put(one.getString("section"), List.of(one.getObject("point").unwrapped()));
    return slave;
  }

  /** What the peer has for a case: registers from an address on, and no others. */
  private static Optional<byte[]> answer(Config one, Frame request) {
    byte[] registers = Bytes.hex(one.getString("memory.registers"));
    int start = one.getInt("memory.start");
    int at = ((request.pdu()[1] & 0xFF) << 8 | request.pdu()[2] & 0xFF) - start;
    int count = request.pdu()[4] & 0xFF;
    if (at < 0 || 2 * (at + count) > registers.length) {
      return Optional.of(new byte[] {(byte) (request.pdu()[0] | 0x80), 2});
    }
    byte[] out = new byte[2 + 2 * count];
    out[0] = request.pdu()[0];
    out[1] = (byte) (2 * count);
    System.arraycopy(registers, 2 * at, out, 2, 2 * count);
    return Optional.of(out);
  }

  @Test
  void runsUnchangedBesideItsOwnResults() throws IOException {
    List<Config> cases = cases();
    assertThat(cases).hasSizeGreaterThan(200);
    try (var peer = new ModbusPeer();
        var plugin = new ModbusPlugin()) {
      peer.script(request -> answer(cases.get(request.unit() - 1), request));
      List<Object> slaves = new ArrayList<>();
      for (int i = 0; i < cases.size(); i++) {
        slaves.add(slave(cases.get(i), i + 1, peer.port()));
      }
      String file =
          ConfigFactory.empty()
              .withValue("name", ConfigValueFactory.fromAnyRef("Modbus"))
              .withValue("master.slaves", ConfigValueFactory.fromIterable(slaves))
              .root()
              .render(ConfigRenderOptions.concise());
      try (StartedTransport transport = StartedTransport.start(plugin, file)) {
        Map<String, Map<String, Value>> told = new HashMap<>();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> {
                  transport.uplinks().all().forEach(each -> gather(each, told));
                  return told.size() == cases.size();
                });
        for (int i = 0; i < cases.size(); i++) {
          Map<String, Value> expected = new HashMap<>();
          cases
              .get(i)
              .getObject("result")
              .forEach((key, value) -> expected.put(key, value(Vectors.result(value))));
          assertThat(told.get("device " + (i + 1)))
              .as(cases.get(i).getString("name"))
              .isEqualTo(expected);
        }
      }
    }
  }

  private static void gather(Uplink uplink, Map<String, Map<String, Value>> told) {
    if (uplink instanceof Uplink.Telemetry telemetry) {
      Map<String, Value> values =
          told.computeIfAbsent(telemetry.device().name(), none -> new HashMap<>());
      telemetry.values().forEach(each -> values.putAll(each.values()));
    } else if (uplink instanceof Uplink.Attributes attributes) {
      told.computeIfAbsent(attributes.device().name(), none -> new HashMap<>())
          .putAll(attributes.values());
    } else {
      for (Reading reading : ((Uplink.Readings) uplink).readings()) {
        throw new AssertionError("no slave has both: " + reading);
      }
    }
  }

  /** Whole numbers beyond 64 bits signed travel as text. */
  private static Value value(Object result) {
    if (result instanceof BigDecimal number) {
      boolean fits = number.toBigIntegerExact().bitLength() < Long.SIZE;
      return fits ? Value.of(number.longValueExact()) : Value.of(number.toPlainString());
    }
    return result instanceof Double number ? Value.of(number) : Value.of((String) result);
  }

  private static Plan plan(String file) {
    try (FakeContext context = FakeContext.of(file)) {
      Plan plan = Plan.read(context);
      plan.keys().check();
      return plan;
    }
  }

  @Test
  void theOldFormIsTakenWithWhatItsServerSays() {
    Plan plan =
        plan(
            "{server: {type: tcp, host: 10.0.0.9, port: 502, method: rtu, timeout: 3, byteOrder:"
                + " BIG, wordOrder: BIG, retries: false, devices: [{unitId: 4, deviceName: old,"
                + " timeseriesPollPeriod: 7000, attributesPollPeriod: 1, sendDataOnlyOnChange:"
                + " true, timeseries: [{tag: a, type: int, functionCode: 3, objectsCount: 2,"
                + " address: 1}], rpc: {setA: {type: 32int, functionCode: 16, objectsCount: 2,"
                + " address: 1}}}]}}");
    assertThat(plan.connections())
        .singleElement()
        .satisfies(
            connection -> {
              assertThat(connection.name()).isEqualTo("10.0.0.9:502 rtu");
              assertThat(connection.limits().timeout()).isEqualTo(Duration.ofSeconds(3));
              assertThat(connection.limits().retries()).isZero();
              assertThat(connection.limits().firstWait()).isEqualTo(Duration.ofSeconds(5));
              assertThat(connection.devices().get(0).polls().get(0).period())
                  .isEqualTo(Duration.ofSeconds(7));
              assertThat(connection.devices().get(0).order().bytesSwapped()).isFalse();
              assertThat(connection.devices().get(0).writable()).containsOnlyKeys("setA");
            });
    assertThat(plan.notes())
        .anyMatch(note -> note.contains("'sendDataOnlyOnChange' is ignored"))
        .anyMatch(note -> note.contains("'attributesPollPeriod' is ignored"));
  }

  @Test
  void oneConnectionServesAllDevicesOfItsHost() {
    String slave = "{host: h, port: 1, unitId: %d, deviceName: d%d, pollPeriod: 1000, timeout: %d}";
    Plan plan =
        plan(
            "{slave: {host: x}, master: {slaves: ["
                + String.format(slave, 1, 1, 5)
                + ", "
                + String.format(slave, 2, 2, 9)
                + ", {type: serial, port: /dev/ttyS0, unitId: 3, deviceName: d3, pollPeriod:"
                + " 1000}]}}");
    assertThat(plan.connections())
        .singleElement()
        .satisfies(one -> assertThat(one.devices()).hasSize(2));
    assertThat(plan.connections().get(0).limits().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(plan.connections().get(0).limits().firstWait())
        .as("a dead device does not take the time of the other one")
        .isEqualTo(Duration.ofSeconds(20));
    assertThat(plan.connections().get(0).devices().get(0).order().bytesSwapped())
        .as("LITTLE is the gateway's default")
        .isTrue();
    assertThat(plan.notes())
        .anyMatch(note -> note.contains("'d3' is left out: it is on a serial line"))
        .anyMatch(note -> note.contains("of the first device hold for device 'd2'"))
        .anyMatch(note -> note.startsWith("'slave'"));
  }

  @Test
  void aSilentDeviceDoesNotHoldUpOthersForTheGatewaysLongTimeout() {
    String slave = "{host: h, port: %d, unitId: %d, deviceName: d%d, pollPeriod: 1000%s}";
    String absent = String.format(slave, 1, 1, 1, "") + ", " + String.format(slave, 1, 2, 2, "");
    String given =
        String.format(slave, 2, 1, 3, ", timeout: 30") + ", " + String.format(slave, 2, 2, 4, "");
    String alone = String.format(slave, 3, 1, 5, "");
    Plan plan = plan("{master: {slaves: [" + String.join(", ", absent, given, alone) + "]}}");
    assertThat(plan.connections())
        .extracting(each -> each.limits().timeout())
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30));
    assertThat(plan.notes())
        .filteredOn(note -> note.contains("has no 'timeout': it is 5 s"))
        .singleElement()
        .asString()
        .startsWith("connection 'h:1'");
  }

  @Test
  void anAddressIsOneOrARange() {
    Plan plan =
        plan(
            "{master: {slaves: [{host: h, port: 1, unitId: 1, deviceName: d, pollPeriod: 1000,"
                + " timeseries: [{tag: list, type: 16int, functionCode: 3, objectsCount: 1, address:"
                + " \"1,5\"}, {tag: range, type: 16int, functionCode: 3, objectsCount: 1, address:"
                + " \"1-2\"}]}]}}");
    assertThat(plan.connections().get(0).devices().get(0).readable())
        .containsOnlyKeys("range_1", "range_2");
    assertThat(plan.notes()).anyMatch(note -> note.contains("'list' is left out: address is none"));
  }
}
