package io.integrationhost.plugins.mqtt.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EdgeNodesTest {

  private static final long NOW = 1_780_272_010_000L;

  private final EdgeNodes nodes = new EdgeNodes(100, 1_000_000);

  @TestFactory
  Stream<DynamicTest> understandsSequencesAsSpecified() {
    List<JsonObject> all = Vectors.of("sequences.json");
    assertThat(all).hasSizeGreaterThan(10);
    return all.stream()
        .map(each -> DynamicTest.dynamicTest(each.get("name").getAsString(), () -> check(each)));
  }

  private static void check(JsonObject vector) {
    var nodes = new EdgeNodes(100, 1_000_000);
    for (JsonElement each : vector.getAsJsonArray("messages")) {
      JsonObject message = each.getAsJsonObject();
      JsonObject expect = message.getAsJsonObject("expect");
      Topic topic = Topic.of(message.get("topic").getAsString());
      Heard heard = nodes.hear(topic, Payload.read(Vectors.bytes(message)), NOW);
      assertThat(heard.complaint().isPresent()).isEqualTo(expect.get("rebirth").getAsBoolean());
      boolean asks = nodes.asksNow(heard.from().itsNode(), NOW, 0);
      assertThat(asks).isEqualTo(expect.get("rebirth").getAsBoolean());
      if (!expect.has("valuesFree")) {
        assertThat(heard.values().stream().map(value -> shown(heard.from(), value)).toList())
            .isEqualTo(expected(expect.getAsJsonArray("values")));
      }
      assertThat(changes(heard, true)).isEqualTo(names(expect, "online"));
      assertThat(changes(heard, false)).isEqualTo(names(expect, "offline"));
    }
  }

  private static String shown(Member from, Heard.Reported value) {
    return from.node()
        + " "
        + from.device().orElse(null)
        + " "
        + value.name()
        + " "
        + plain(value.value().map(String::valueOf).orElse("null"))
        + " "
        + value.timestamp();
  }

  private static String plain(String value) {
    return Character.isDigit(value.charAt(value.length() - 1))
        ? new BigDecimal(value).stripTrailingZeros().toPlainString()
        : value;
  }

  private static List<String> expected(JsonArray values) {
    List<String> all = new ArrayList<>();
    for (JsonElement each : values) {
      JsonObject value = each.getAsJsonObject();
      JsonElement device = value.get("device");
      all.add(
          value.get("node").getAsString()
              + " "
              + (device.isJsonNull() ? null : device.getAsString())
              + " "
              + value.get("name").getAsString()
              + " "
              + plain(value.get("value").getAsString())
              + " "
              + value.get("timestamp").getAsLong());
    }
    return all;
  }

  private static List<String> changes(Heard heard, boolean isOnline) {
    return heard.changes().stream()
        .filter(each -> each.isOnline() == isOnline)
        .map(each -> each.member().node() + each.member().device().map(d -> "/" + d).orElse(""))
        .toList();
  }

  private static List<String> names(JsonObject expect, String key) {
    return expect.has(key)
        ? expect.getAsJsonArray(key).asList().stream().map(JsonElement::getAsString).toList()
        : List.of();
  }

  @Test
  void tellsTopicsApart() {
    List<JsonObject> all = Vectors.of("topics.json");
    assertThat(all).hasSize(4);
    assertThat(Topic.isState(all.get(0).get("topic").getAsString())).isTrue();
    assertThatThrownBy(() -> Topic.of(all.get(1).get("topic").getAsString()))
        .hasMessage("NDATA is of a node, not of a device");
    assertThatThrownBy(() -> Topic.of(all.get(2).get("topic").getAsString()))
        .hasMessage("its type is none of Sparkplug B");
    assertThat(Topic.isSparkplug(all.get(3).get("topic").getAsString())).isFalse();
    assertThatThrownBy(() -> Topic.of("spBv1.0/g/DDATA/n")).hasMessage("DDATA names no device");
    assertThatThrownBy(() -> Topic.of("spBv1.0/g/DDATA//d")).hasMessageContaining("empty");
    assertThatThrownBy(() -> Topic.of("spBv1.0/g")).hasMessageContaining("2 levels");
    assertThat(Topic.of("spBv1.0/g/DDATA/n/d").command()).hasToString("spBv1.0/g/DCMD/n/d");
  }

  private Heard hear(String topic, long seq, Metric... metrics) {
    return nodes.hear(Topic.of(topic), Payload.of(NOW, List.of(metrics)).at(seq), NOW);
  }

  private static Metric whole(String name, long value) {
    return Metric.of(name, NOW, Datatype.INT_32, new Raw(Raw.Form.INT, value));
  }

  @Test
  void countsPlacesRoundTheClock() {
    hear("spBv1.0/g/NBIRTH/n", 254);
    assertThat(hear("spBv1.0/g/NDATA/n", 255).complaint()).isEmpty();
    assertThat(hear("spBv1.0/g/NDATA/n", 0).complaint()).isEmpty();
    assertThat(hear("spBv1.0/g/NDATA/n", 2).complaint())
        .contains("message 2 came instead of 1, some are lost");
  }

  @Test
  void endsTheDevicesOfASessionWhenTheNextBegins() {
    hear("spBv1.0/g/NBIRTH/n", 0, whole("bdSeq", 1));
    hear("spBv1.0/g/DBIRTH/n/d", 1, whole("a", 1));
    assertThat(hear("spBv1.0/g/NBIRTH/n", 0, whole("bdSeq", 1)).changes()).hasSize(1);
    hear("spBv1.0/g/DBIRTH/n/d", 1, whole("a", 1));
    assertThat(changes(hear("spBv1.0/g/NBIRTH/n", 0, whole("bdSeq", 2)), false))
        .containsExactly("n/d");
  }

  @Test
  void endsTheDevicesWithTheirNode() {
    hear("spBv1.0/g/NBIRTH/n", 0, whole("bdSeq", 1));
    hear("spBv1.0/g/DBIRTH/n/d", 1, whole("a", 1));
    Heard death = hear("spBv1.0/g/NDEATH/n", 0, whole("bdSeq", 1));
    assertThat(changes(death, false)).containsExactly("n", "n/d");
    assertThat(death.complaint()).isEmpty();
    assertThat(hear("spBv1.0/g/DDATA/n/d", 2).complaint()).isPresent();
  }

  @Test
  void asksOnceInAWhileUntilItIsBornAgain() {
    Member node = hear("spBv1.0/g/NDATA/n", 7).from();
    assertThat(nodes.asksNow(node, NOW, 1000)).isTrue();
    assertThat(nodes.asksNow(node, NOW + 999, 1000)).isFalse();
    assertThat(nodes.asksNow(node, NOW + 1000, 1000)).isTrue();
    hear("spBv1.0/g/NBIRTH/n", 0);
    assertThat(nodes.asksNow(node, NOW + 9000, 1000)).isFalse();
    hear("spBv1.0/g/NDATA/n", 9);
    assertThat(nodes.asksNow(node, NOW + 1500, 1000))
        .as("a birth is no reason to ask at once")
        .isFalse();
    assertThat(nodes.asksNow(node, NOW + 2000, 1000)).isTrue();
  }

  @Test
  void asksNoMoreThanAHundredInASecond() {
    var many = new EdgeNodes(1000, 10_000_000);
    int asked = 0;
    for (int i = 0; i < 300; i++) {
      Heard heard =
          many.hear(Topic.of("spBv1.0/g/NDATA/n" + i), Payload.of(NOW, List.of()).at(0), NOW);
      asked += many.asksNow(heard.from(), NOW, 1000) ? 1 : 0;
    }
    assertThat(asked).isEqualTo(100);
    assertThat(many.asksNow(Member.of(Topic.of("spBv1.0/g/NDATA/n299")), NOW + 1000, 1000))
        .isTrue();
  }

  @Test
  void forgetsTheLongestSilentOfTooMany() {
    for (int i = 0; i < 150; i++) {
      hear("spBv1.0/g/NBIRTH/n" + i, 0, whole("a", i));
      hear("spBv1.0/g/NDATA/n0", i + 1);
    }
    assertThat(nodes.size()).isEqualTo(100);
    assertThat(nodes.forgotten()).isEqualTo(50);
    Member first = Member.of(Topic.of("spBv1.0/g/NDATA/n0"));
    assertThat(nodes.known(first, "a")).as("it was heard all the time").isPresent();
    assertThat(nodes.known(Member.of(Topic.of("spBv1.0/g/NDATA/n1")), "a")).isEmpty();
  }

  @Test
  void keepsNoMoreThanItsMemory() {
    String name = "x".repeat(1000);
    for (int node = 0; node < 20; node++) {
      Metric[] metrics = new Metric[200];
      for (int i = 0; i < metrics.length; i++) {
        metrics[i] = whole(name + i, i);
      }
      Heard heard = hear("spBv1.0/g/NBIRTH/n" + node, 0, metrics);
      assertThat(heard.values()).hasSize(200);
      assertThat(nodes.bytes()).isBetween(1L, 1_000_000L);
    }
    assertThat(nodes.size()).isEqualTo(2);
    Metric[] tooMany = new Metric[600];
    for (int i = 0; i < tooMany.length; i++) {
      tooMany[i] = whole(name + i, i);
    }
    assertThat(hear("spBv1.0/g/NBIRTH/large", 0, tooMany).values()).hasSize(600);
    assertThat(nodes.bytes()).isLessThan(1_000_000);
    assertThat(nodes.size()).isEqualTo(1);
  }

  @Test
  void countsItsMemoryToZeroAndBack() {
    hear("spBv1.0/g/NBIRTH/n", 0, whole("a", 1));
    long node = nodes.bytes();
    hear("spBv1.0/g/DBIRTH/n/d", 1, whole("b", 1));
    long both = nodes.bytes();
    hear("spBv1.0/g/DBIRTH/n/d", 2, whole("b", 1));
    assertThat(nodes.bytes()).isEqualTo(both);
    hear("spBv1.0/g/DDEATH/n/d", 3);
    assertThat(nodes.bytes()).isEqualTo(node);
    hear("spBv1.0/g/NBIRTH/n", 0, whole("a", 1));
    assertThat(nodes.bytes()).isEqualTo(node);
  }

  @Test
  void takesAnyPlaceAfterAGapOfOurOwn() {
    hear("spBv1.0/g/NBIRTH/n", 0, whole("a", 1));
    nodes.missed();
    Heard heard = hear("spBv1.0/g/NDATA/n", 77, whole("a", 2));
    assertThat(heard.complaint()).isEmpty();
    assertThat(heard.values()).hasSize(1);
    assertThat(nodes.asksNow(heard.from(), NOW, 1000)).as("its birth may be an old one").isTrue();
  }

  @Test
  void usesTheTimeOfArrivalWhereNoClockGoes() {
    Heard heard =
        nodes.hear(
            Topic.of("spBv1.0/g/NDATA/n"),
            Payload.of(0, List.of(Metric.of("a", 0, Datatype.INT_32, new Raw(Raw.Form.INT, 1L)))),
            NOW);
    assertThat(heard.values().get(0).timestamp()).isEqualTo(NOW);
    assertThat(heard.values().get(0).value()).isEqualTo(Optional.of(1L));
  }
}
