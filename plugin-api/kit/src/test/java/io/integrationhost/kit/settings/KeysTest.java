package io.integrationhost.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {

  private enum Color {
    RED,
    BLUE
  }

  private static Keys keys(String slice) {
    Config config = ConfigFactory.parseString(slice);
    return Keys.of(config, ConfigFactory.empty(), name -> Optional.empty());
  }

  private static void readAll(Keys keys) {
    keys.whole("port", 1, 65_535, 1);
    keys.numberIfGiven("factor", -0.5, 2);
    keys.flag("on", false);
    keys.textIfGiven("name");
    keys.texts("names");
    keys.choice("color", Color.class, Color.RED);
    keys.timeIfGiven("period", Duration.ofMillis(100), Duration.ofDays(1));
    keys.size("room", 1024, 1 << 20, 2048);
    keys.address("address");
    keys.networks("allow");
    keys.pattern("pattern");
    keys.map("labels");
    keys.secret("password");
    keys.file("file");
    keys.list("points", point -> point.whole("unit", 0, 255));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "port: abc; port: must be from 1 to 65535, is \"abc\"",
        "port: 0; port: must be from 1 to 65535, is 0",
        "port: 1e30; port: must be a whole number from 1 to 65535, is 1.0E30",
        "port: 5.5; port: must be a whole number from 1 to 65535, is 5.5",
        "port: [1]; port: must be from 1 to 65535, is [1]",
        "factor: 2.5; factor: must be from -0.5 to 2.0, is 2.5",
        "on: maybe; on: must be true or false, is \"maybe\"",
        "name: [1]; name: must be a text, is [1]",
        "names: a; names: must be a list of texts, is \"a\"",
        "color: green; color: must be RED or BLUE, is \"green\"",
        "period: 5; period: must be from 100 ms to 1 d, is 5",
        "period: soon; period: must be from 100 ms to 1 d, is \"soon\"",
        "room: 5; room: must be from 1 KiB to 1 MiB, is 5",
        "address: example.org; address: must be an IP address of this machine, or localhost, is",
        "allow: [\"a/8\"]; allow: must be networks such as 10.0.0.0/8, is \"a/8\"",
        "pattern: \"(\"; pattern: must be a regular expression (Unclosed group), is \"(\"",
        "labels: {a: [1]}; labels.a: must be a text, is [1]",
        "password: [hunter2]; password: must be a text, is something else",
        "password: \"secret:no\"; password: must be a secret that the host has for this integration,",
        "file: /etc/passwd; file: names a file, which only the host's own settings may do; ask the",
        "points: 5; points: must be a list of objects, is 5",
        "points: [{unit: 1}, {unit: 256}]; points[1].unit: must be from 0 to 255, is 256",
        "points: [{}]; points[0].unit: is missing, must be from 0 to 255",
      })
  void namesWhatIsWrong(String slice, String problem) {
    Keys keys = keys(slice);
    readAll(keys);
    assertThatThrownBy(keys::check)
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("String: 1: " + problem)
        .hasMessageNotContaining("hunter2")
        .extracting(e -> ((TransportException) e).kind())
        .isEqualTo(TransportException.Kind.CONFIGURATION);
  }

  @Test
  void takesNullsAndTextForNumbers() {
    Keys keys =
        keys("{port: \"5000\", on: \"yes\", factor: \"1.5\", color: blue, name: null, room: 4k}");
    assertThat(keys.whole("port", 1, 65_535)).isEqualTo(5000);
    assertThat(keys.flag("on")).isTrue();
    assertThat(keys.number("factor", 0, 2)).isEqualTo(1.5);
    assertThat(keys.choice("color", Color.class, Color.RED)).isEqualTo(Color.BLUE);
    assertThat(keys.text("name", "absent")).isEqualTo("absent");
    assertThat(keys.size("room", 0, 1 << 20, 0)).isEqualTo(4096);
    assertThat(keys.given("name")).isFalse();
    keys.check();
  }

  @Test
  void tellsAllAtOnceWithTheirPlaces() {
    Keys keys = keys("{\n port: 70000,\n inner: {\n  on: [1]}}");
    keys.whole("port", 0, 65_535);
    Keys inner = keys.section("inner");
    inner.flag("on");
    inner.text("name");
    keys.section("none").time("wait", Duration.ZERO, Duration.ofSeconds(90));
    inner.say("on", "and that is all");
    assertThatThrownBy(keys::check)
        .hasMessage(
            "String: 2: port: must be from 0 to 65535, is 70000; String: 4: inner.on: must be true"
                + " or false, is [1]; String: 3: inner.name: is missing, must be a text; String: 1:"
                + " none.wait: is missing, must be from 0 ms to 90 s; String: 4: inner.on: and that"
                + " is all");
  }

  @Test
  void keepsMessagesShort() {
    Keys keys =
        keys("{points: [" + "{unit: 999},".repeat(100) + "], name: [" + "1,".repeat(999) + "]}");
    readAll(keys);
    assertThatThrownBy(keys::check)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(3000).endsWith("and 81 more"));
  }

  @Test
  void warnsOfKeysInListsThatNobodyReads() {
    Keys keys = keys("{points: [{unit: 1, unti: 2, zzz: 3}]}");
    assertThat(keys.list("points", point -> point.whole("unit", 0, 255))).containsExactly(1);
    keys.check();
    assertThat(keys.warnings())
        .containsExactlyInAnyOrder(
            "String: 1: points[0].unti: is not a setting (did you mean 'unit'?)",
            "String: 1: points[0].zzz: is not a setting; known are unit");
  }

  @Test
  void readsNamesWithDots() {
    Keys keys = keys("{labels: {\"a.b\": 1, c: x}, points: {\"m.1\": {unit: 3}}}");
    assertThat(keys.map("labels")).containsExactly(Map.entry("a.b", "1"), Map.entry("c", "x"));
    assertThat(keys.map("points", point -> point.whole("unit", 0, 255)))
        .containsExactly(Map.entry("m.1", 3));
    assertThat(keys.map("none")).isEmpty();
    keys.check();
  }

  @Test
  void asksForSecretsAgain() {
    var secret = new AtomicReference<>(Optional.of("one"));
    Keys keys =
        Keys.of(
            ConfigFactory.parseString("{a: \"secret:x\", b: plain}"),
            ConfigFactory.empty(),
            name -> secret.get());
    Secret named = keys.secret("a").orElseThrow();
    Secret literal = keys.secret("b").orElseThrow();
    keys.check();
    secret.set(Optional.of("two"));
    assertThat(named.value()).contains("two");
    assertThat(literal.value()).contains("plain");
    assertThat(List.of(named, literal).toString()).isEqualTo("[secret:x, ***]");
  }

  @Test
  void knowsNetworks() {
    Networks networks =
        keys("{allow: [\"10.0.0.0/8\", \"192.168.1.7\", \"fd00::/9\"]}")
            .networks("allow")
            .orElseThrow();
    for (String in : List.of("10.255.0.1", "192.168.1.7", "fd7f::1", "::ffff:10.1.2.3")) {
      assertThat(networks.contains(Networks.address(in).orElseThrow())).as(in).isTrue();
    }
    for (String out : List.of("11.0.0.1", "192.168.1.8", "fd80::1", "::1", "1.3.0.0")) {
      assertThat(networks.contains(Networks.address(out).orElseThrow())).as(out).isFalse();
    }
    for (String none :
        List.of("10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "x", "1234", "10.0.0.1/8")) {
      assertThat(Networks.Network.parse(none)).as(none).isEmpty();
    }
    assertThat(Networks.Network.parse("0.0.0.0/0").orElseThrow().toString()).isEqualTo("0.0.0.0/0");
    assertThat(Networks.NONE.contains(Networks.address("::1").orElseThrow())).isFalse();
  }
}
