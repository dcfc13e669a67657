package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugins.modbus.plan.GatewayPoints;
import io.integrationhost.plugins.modbus.plan.Point;
import io.integrationhost.plugins.modbus.plan.Report;
import io.integrationhost.plugins.modbus.value.Order;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the gateway reads and writes for one datapoint, by the vectors. Of the peculiar ones the
 * plain reading of the protocol holds where one stands beside.
 */
class ConversionTest {

  /** Of the peculiar ones those that hold with {@code bitOrder = gateway}. */
  private static final Set<String> OF_BITS = Set.of("bits of registers", "order of coils");

  private static Order order(Config slave) {
    return new Order(!isBig(slave, "byteOrder"), !isBig(slave, "wordOrder"));
  }

  private static boolean isBig(Config slave, String key) {
    return slave.hasPath(key) && slave.getString(key).equalsIgnoreCase("BIG");
  }

  private static GatewayPoints reader(Config one, boolean gatewayBits, List<String> notes) {
    Config slave = one.getConfig("slave");
    return new GatewayPoints(
        new GatewayPoints.Common("D", order(slave), gatewayBits, 1, Report.ALWAYS), notes);
  }

  private static Keys keys(Config one) {
    return Keys.of(one.getConfig("point"), ConfigFactory.empty(), name -> Optional.empty());
  }

  /** All values of a case's points, out of its memory; those that it lacks are left out. */
  private static Map<String, Object> read(Config one, boolean gatewayBits, List<String> notes) {
    Keys keys = keys(one);
    List<Point> points =
        reader(one, gatewayBits, notes).polled(keys, one.getString("section").equals("attributes"));
    keys.check();
    Config memory = one.getConfig("memory");
    Map<String, Object> values = new LinkedHashMap<>();
    if (memory.hasPath("exception")) {
      return values;
    }
    int start = memory.getInt("start");
    for (Point point : points) {
      int at = point.address() - start;
      if (memory.hasPath("bits")) {
        String bits = memory.getString("bits");
        if (at >= 0 && at + point.span() <= bits.length()) {
          values.put(point.key(), point.conversion().ofCoils(packed(bits), at));
        }
      } else {
        byte[] registers = Bytes.hex(memory.getString("registers"));
        if (at >= 0 && 2 * (at + point.span()) <= registers.length) {
          values.put(point.key(), point.conversion().ofRegisters(registers, 2 * at));
        }
      }
    }
    return values;
  }

  private static byte[] packed(String bits) {
    byte[] packed = new byte[(bits.length() + 7) / 8];
    for (int i = 0; i < bits.length(); i++) {
      packed[i / 8] |= (byte) (bits.charAt(i) == '1' ? 1 << (i % 8) : 0);
    }
    return packed;
  }

  private static void same(Map<String, Object> read, Config one, String key) {
    Map<String, Object> expected = new LinkedHashMap<>();
    one.getObject(key).forEach((name, value) -> expected.put(name, Vectors.result(value)));
    assertThat(read.keySet()).isEqualTo(expected.keySet());
    read.forEach(
        (name, value) -> assertThat(comparable(value)).isEqualTo(comparable(expected.get(name))));
  }

  /** Floating point numbers as such, whole ones with all their digits. */
  private static Object comparable(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ConversionTest::comparable).toList();
    }
    if (value instanceof Long || value instanceof BigInteger) {
      return new BigDecimal(value.toString());
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? "float " + number : String.valueOf(number);
    }
    return value;
  }

  @TestFactory
  Stream<DynamicTest> readsAsTheGateway() {
    return Vectors.of("uplink.json").stream()
        .map(one -> DynamicTest.dynamicTest(one.getString("name"), () -> uplink(one)));
  }

  private static void uplink(Config one) {
    List<String> notes = new ArrayList<>();
    Map<String, Object> plain = read(one, false, notes);
    if (one.hasPath("byProtocol")) {
      same(plain, one, "byProtocol");
    } else if (!Vectors.isPeculiar(one) && one.hasPath("result")) {
      same(plain, one, "result");
    } else if (!Vectors.isPeculiar(one)) {
      boolean isScaledText = one.getString("name").equals("modifier/string-divider");
      // A text is not divided: the gateway loses it.
      assertThat(plain).isEqualTo(isScaledText ? Map.of("v", "abcd") : Map.of());
    } else {
      peculiar(one, plain, notes);
    }
    // The gateway lists all coils of a range at once; here each point of it is read by itself.
    boolean isRange = one.getString("name").startsWith("range/");
    if (Vectors.isPeculiar(one) && !isRange && OF_BITS.containsAll(one.getStringList("peculiar"))) {
      same(read(one, true, notes), one, "result");
    }
  }

  private static void peculiar(Config one, Map<String, Object> plain, List<String> notes) {
    String first = one.getStringList("peculiar").get(0);
    switch (first) {
      case "not a finite number" -> same(plain, one, "result"); // left out when it is handed over
      case "whole poll lost", "number from coils" -> {
        if (one.getString("name").equals("keys/registerCount")) {
          assertThat(plain).containsEntry("v", 123_456L);
        } else {
          assertThat(plain).isEmpty();
          assertThat(notes).singleElement().asString().contains("is left out");
        }
      }
      case "repetition instead of a product" -> assertThat(plain).containsEntry("v", 10L);
      case "values under wrong addresses" ->
          assertThat(plain).containsOnlyKeys("t_16", "t_17", "t_18", "t_19");
      case "rest of the range missing without a word" -> same(plain, one, "result");
      case "bits of registers" -> assertThat(plain).isNotEmpty();
      default -> throw new AssertionError("nobody has decided on: " + first);
    }
  }

  @TestFactory
  Stream<DynamicTest> writesAsTheGateway() {
    return Vectors.of("downlink.json").stream()
        .map(one -> DynamicTest.dynamicTest(one.getString("name"), () -> downlink(one)));
  }

  private static String write(Config one) {
    Keys keys = keys(one);
    List<String> notes = new ArrayList<>();
    Point point =
        reader(one, false, notes).commanded(keys).orElseThrow(IllegalArgumentException::new);
    keys.check();
    if (!point.write().isAllowed()) {
      throw new IllegalArgumentException("reads");
    }
    Object value =
        one.root().get("value").unwrapped() == null ? null : Vectors.plain(one.root().get("value"));
    return Bytes.hex(point.writing().of(value).pdu()).toUpperCase(java.util.Locale.ROOT);
  }

  private static void downlink(Config one) {
    String name = one.getString("name");
    if (one.hasPath("byProtocol")) {
      assertThat(write(one)).isEqualTo(one.getString("byProtocol"));
    } else if (!Vectors.isPeculiar(one) && one.hasPath("pdu")) {
      assertThat(write(one)).isEqualTo(one.getString("pdu"));
    } else if (!Vectors.isPeculiar(one)) {
      assertThatThrownBy(() -> write(one)).isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(write(one)).as(name).isEqualTo(OURS.get(name));
    }
  }

  /** Decided otherwise: all registers are written, and bits in the order of their addresses. */
  private static final Map<String, String> OURS =
      Map.ofEntries(
          Map.entry("case/32int-fc6", "10002800020412345678"),
          Map.entry("case/string-3", "100028000306616263646566"),
          Map.entry("case/string-5", "10002800050A6162636465666768696A"),
          Map.entry("case/string-short", "10002800020461620000"),
          Map.entry("case/coil-16int", "050028FF00"),
          Map.entry("case/coils-int-4", "0F00280004010B"),
          Map.entry("case/coils-int-16", "0F00280010020180"),
          Map.entry("case/coils-list-short", "0F002800020103"),
          Map.entry("case/coils-16int", "0F00280010020500"),
          Map.entry("case/bits-fc6", "0600280001"),
          Map.entry("case/bits-fc6-list", "0600280001"),
          Map.entry("case/bits-fc16-one", "1000280001020001"));
}
