package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is read straight from the text is what the tree says, to the bit; or it is left to it. More
 * random texts: {@code -Dplain-results=1000000}.
 */
final class PlainResultTest {
  private static final int TEXTS = Integer.getInteger("plain-results", 4_000);
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_123_456L), ZoneOffset.UTC);

  @Test
  void theVectorsAreReadAlike() {
    int plain = 0;
    for (JsonObject vector : Vectors.read("results.json")) {
      String json = Vectors.text(vector, "resultJson");
      for (ConverterLimits.Values settings : settings()) {
        plain += readAlike(json, settings) ? 1 : 0;
      }
    }
    assertThat(plain).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomTextsAreReadAlike(long seed) {
    RandomResults results = new RandomResults(new Random(seed));
    int plain = 0;
    for (int i = 0; i < TEXTS; i++) {
      ConverterLimits.Values settings = settings().get(i % settings().size());
      plain += readAlike(results.next(), settings) ? 1 : 0;
    }
    assertThat(plain).isBetween(TEXTS / 10, TEXTS * 9 / 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"deviceName\":\"A\",\"deviceType\":\"s\",\"telemetry\":{\"t\":25,\"h\":-40.5,\"on\":true}}",
        "[{\"assetName\":\"A\",\"assetType\":\"s\",\"attributes\":{\"v\":\"1.5\"}}]",
        " { \"deviceName\" : \"A\" , \"telemetry\" : [ { \"ts\" : 5 , \"values\" : { \"t\" : 1e3 }"
            + " } ] } ",
        "{\"deviceName\":\"A\",\"telemetry\":{\"values\":{\"t\":1},\"ts\":-5},\"groupName\":\"g\"}",
        "[]"
      })
  void whatScriptsReturnIsPlain(String json) {
    assertThat(readAlike(json, settings().get(0))).isTrue();
  }

  private static List<ConverterLimits.Values> settings() {
    return List.of(
        new ConverterLimits.Values(true, 0),
        new ConverterLimits.Values(false, 0),
        new ConverterLimits.Values(true, 3));
  }

  /** Whether it is plain. */
  private static boolean readAlike(String json, ConverterLimits.Values settings) {
    ResultParser parser = new ResultParser(settings, CLOCK);
    String tree = outcome(() -> parser.parseTree(new ResultText(json)));
    assertThat(outcome(() -> parser.parse(new ResultText(json)))).as(json).isEqualTo(tree);
    Optional<List<EntityData>> plain = PlainResult.read(json, new ValueParser(settings), CLOCK);
    plain.ifPresent(read -> assertThat(described(read)).as(json).isEqualTo(tree));
    return plain.isPresent();
  }

  private static String outcome(java.util.function.Supplier<List<EntityData>> reading) {
    try {
      return described(reading.get());
    } catch (ScriptFailure e) {
      return e.kind() + " " + e.getMessage();
    }
  }

  private static String described(List<EntityData> entities) {
    List<String> all = new ArrayList<>();
    for (EntityData data : entities) {
      all.add(data.kind() + "|" + data.name() + "|" + data.type() + "|" + data.label());
      all.add(data.customerName() + "|" + data.groupName());
      all.add(data.telemetry().map(PlainResultTest::timed).orElse("no telemetry"));
      all.add(data.attributes().map(PlainResultTest::map).orElse("no attributes"));
    }
    return all.toString();
  }

  private static String timed(List<TimedValues> telemetry) {
    List<String> all = new ArrayList<>();
    telemetry.forEach(values -> all.add(values.ts() + "=" + map(values.values())));
    return all.toString();
  }

  private static String map(Map<String, Value> values) {
    List<String> all = new ArrayList<>();
    values.forEach((key, value) -> all.add(key + "=" + bits(value)));
    return all.toString();
  }

  private static String bits(Value value) {
    return value instanceof Value.DoubleValue number
        ? "double " + Long.toHexString(Double.doubleToRawLongBits(number.value()))
        : value.toString();
  }

  /** Results as scripts write them, with all that may be odd about them, and damaged ones. */
  private static final class RandomResults {
    private static final List<String> TEXTS =
        List.of(
            "",
            "A",
            "Device B",
            "Grüße \uD83D\uDE00",
            "12",
            "-1.5",
            "007",
            "1e5",
            "a\\nb",
            "\\u0041",
            "x\\\"y",
            "true",
            "\u0000",
            "٣");
    private static final List<String> NUMBERS =
        List.of(
            "0",
            "-0",
            "0.0",
            "-0.0",
            "1",
            "-7",
            "25",
            "1.5",
            "-40.25",
            "0.1",
            "1e3",
            "1E-3",
            "1.0e2",
            "01",
            "1.",
            ".5",
            "+1",
            "123456789012345678",
            "-123456789012345678",
            "1234567890123456789",
            "9223372036854775807",
            "9223372036854775808",
            "1e400",
            "0.1234567890123",
            "0.12345678901234567",
            "99999999999.999",
            "1.7976931348623157e308",
            "4.9e-324",
            "NaN",
            "Infinity",
            "0x10");
    private static final List<String> OTHERS =
        List.of("true", "false", "null", "TRUE", "{}", "[]", "{\"a\":[1,null]}", "[\"one\"]", "x");
    private static final List<String> FIELDS =
        List.of(
            "deviceName",
            "deviceType",
            "deviceLabel",
            "assetName",
            "assetType",
            "assetLabel",
            "customerName",
            "groupName",
            "other");
    private static final String NOISE = "{}[]\",:0123456789.eE+-truefalsn \t\n\\/'#=;\u0001\uFEFF";

    private final Random random;

    RandomResults(Random random) {
      this.random = random;
    }

    String next() {
      String json = random.nextInt(4) == 0 ? "[" + list(this::entity) + "]" : entity();
      for (int i = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0; i > 0; i--) {
        json = damaged(json);
      }
      return json;
    }

    private String damaged(String json) {
      int at = random.nextInt(json.length() + 1);
      String noise = "" + NOISE.charAt(random.nextInt(NOISE.length()));
      int skipped = random.nextInt(2);
      return json.substring(0, at) + noise + json.substring(Math.min(json.length(), at + skipped));
    }

    private String entity() {
      List<String> members = new ArrayList<>();
      members.add(member(oddly() ? field() : "deviceName", text()));
      while (random.nextInt(3) == 0) {
        members.add(member(field(), oddly() ? value() : text()));
      }
      if (random.nextInt(5) > 0) {
        members.add(member("telemetry", telemetry()));
      }
      if (random.nextInt(3) == 0) {
        members.add(member("attributes", oddly() ? value() : values()));
      }
      return "{" + space() + String.join("," + space(), members) + "}";
    }

    private String telemetry() {
      return random.nextInt(3) == 0 ? "[" + list(this::timed) + "]" : timed();
    }

    private String timed() {
      if (random.nextBoolean()) {
        return oddly() ? value() : values();
      }
      String ts = member("ts", oddly() ? value() : String.valueOf(random.nextLong() >> 8));
      String inner = member("values", oddly() ? value() : values());
      String more = oddly() ? "," + member("more", value()) : "";
      return "{" + (random.nextBoolean() ? ts + "," + inner : inner + "," + ts) + more + "}";
    }

    private String values() {
      List<String> members = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        members.add(member(oddly() ? field() : "k" + i, value()));
      }
      return "{" + String.join(",", members) + "}";
    }

    private String value() {
      return switch (random.nextInt(6)) {
        case 0 -> oddly() ? any(OTHERS) : "true";
        case 1, 2 -> text();
        case 3 -> String.valueOf(random.nextInt(10_000) / Math.pow(10, random.nextInt(6)));
        default -> oddly() ? any(NUMBERS) : String.valueOf(random.nextInt(1000));
      };
    }

    private String list(java.util.function.Supplier<String> element) {
      List<String> all = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        all.add(element.get());
      }
      return String.join(",", all);
    }

    private String member(String key, String value) {
      return "\"" + key + "\"" + space() + ":" + space() + value;
    }

    private String field() {
      return random.nextInt(4) == 0 ? any(List.of("ts", "values", "k1")) : any(FIELDS);
    }

    private String text() {
      return "\"" + (oddly() ? any(TEXTS) : "T" + random.nextInt(100)) + "\"";
    }

    private String space() {
      return oddly() ? " \t\n" : "";
    }

    private String any(List<String> all) {
      return all.get(random.nextInt(all.size()));
    }

    private boolean oddly() {
      return random.nextInt(8) == 0;
    }
  }
}
