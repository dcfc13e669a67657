package io.integrationhost.plugins.mqtt.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Reading;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.mqtt.message.Message;
import io.integrationhost.plugins.mqtt.message.PlainDialect;
import io.integrationhost.plugins.mqtt.message.Publication;
import io.integrationhost.plugins.mqtt.message.TopicPattern;
import io.integrationhost.testkit.FakeContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SparkplugDialectTest {

  private static final long NOW = 1_780_272_010_000L;
  private static final String NODE = "spBv1.0/yard/%s/edge1";
  private static final String DEVICE = "spBv1.0/yard/%s/edge1/d1";

  private final List<FakeContext> contexts = new ArrayList<>();
  private final List<Publication> published = new ArrayList<>();
  private final SparkplugDialect dialect = dialect("{attributes: [\"Properties/\"]}");

  @AfterEach
  void close() {
    contexts.forEach(FakeContext::close);
  }

  private SparkplugDialect dialect(String section) {
    Keys keys =
        Keys.of(
            FakeContext.configuration(section),
            FakeContext.configuration("{}"),
            name -> Optional.empty());
    SparkplugSettings settings = SparkplugSettings.read(keys);
    keys.check();
    FakeContext context = FakeContext.of("{}");
    contexts.add(context);
    var log = new LimitedLog(LoggerFactory.getLogger(getClass()), "test");
    var plain = new PlainDialect(new TopicPattern("${topic}"), 1, false);
    var made = new SparkplugDialect(context, settings, plain, 1, log);
    made.opened(
        publication -> {
          published.add(publication);
          return CompletableFuture.completedFuture(null);
        });
    return made;
  }

  private static Message message(String topic, byte[] payload) {
    return new Message(topic, payload, 0, false, false, Map.of());
  }

  private List<Uplink> hear(String topic, long seq, Metric... metrics) {
    byte[] payload = Payload.of(NOW, List.of(metrics)).at(seq).write();
    return dialect.uplinks(message(topic, payload));
  }

  private static Metric metric(String name, Datatype datatype, Raw.Form form, Object content) {
    return Metric.of(name, NOW, datatype, new Raw(form, content));
  }

  private static List<Reading> readings(List<Uplink> uplinks) {
    return uplinks.stream().flatMap(each -> ((Uplink.Readings) each).readings().stream()).toList();
  }

  private void sequence(String name) {
    for (JsonObject vector : Vectors.of("sequences.json")) {
      if (vector.get("name").getAsString().equals(name)) {
        for (JsonElement each : vector.getAsJsonArray("messages")) {
          JsonObject message = each.getAsJsonObject();
          String topic = message.get("topic").getAsString();
          var unused = dialect.uplinks(message(topic, Vectors.bytes(message)));
        }
      }
    }
  }

  @Test
  void makesTelemetryWithTheMetricsOwnTimesAndAttributes() {
    Metric old = Metric.of("a", 5, Datatype.FLOAT, new Raw(Raw.Form.FLOAT, 21.6f));
    List<Reading> readings =
        readings(
            hear(
                NODE.formatted("NBIRTH"),
                0,
                old,
                metric("b", Datatype.INT_32, Raw.Form.INT, 0xFFFF_FFFFL),
                metric("Properties/Make", Datatype.STRING, Raw.Form.STRING, "Yard")));
    assertThat(readings).hasSize(1);
    assertThat(readings.get(0).entity().name()).isEqualTo("edge1");
    assertThat(readings.get(0).attributes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("sparkplug.online", Value.of(true), "Properties/Make", Value.of("Yard")));
    assertThat(readings.get(0).telemetry())
        .extracting(each -> each.ts() + " " + each.values())
        .containsExactly("5 " + Map.of("a", Value.of(21.6)), NOW + " " + Map.of("b", Value.of(-1)));
  }

  @Test
  void saysWhoIsThereAndWhoIsNot() {
    hear(NODE.formatted("NBIRTH"), 0);
    assertThat(readings(hear(DEVICE.formatted("DBIRTH"), 1)).get(0).entity().name())
        .isEqualTo("edge1/d1");
    List<Uplink> death = hear(NODE.formatted("NDEATH"), 0);
    assertThat(readings(death))
        .extracting(each -> each.entity().name() + each.attributes())
        .containsExactly(
            "edge1/d1" + Map.of("sparkplug.online", Value.of(false)),
            "edge1" + Map.of("sparkplug.online", Value.of(false)));
    assertThat(death.get(0).source().session())
        .as("one order for all of a node")
        .isEqualTo("yard/edge1");
  }

  @Test
  void leavesOutWhatThingsBoardCannotKeep() {
    List<Reading> readings =
        readings(
            hear(
                NODE.formatted("NBIRTH"),
                0,
                metric("nan", Datatype.DOUBLE, Raw.Form.DOUBLE, Double.NaN),
                Metric.of("nothing", NOW, Datatype.INT_32, null),
                metric("large", Datatype.U_INT_64, Raw.Form.LONG, -1L),
                metric("bytes", Datatype.BYTES, Raw.Form.BYTES, new byte[] {1, 2}),
                metric("list", Datatype.INT_8_ARRAY, Raw.Form.BYTES, new byte[] {1, -1})));
    assertThat(readings.get(0).telemetry().get(0).values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "large", Value.of("18446744073709551615"),
                "bytes", Value.of("AQI="),
                "list", Value.json("[1,-1]")));
  }

  @Test
  void makesJsonOfTablesAndTemplates() {
    for (JsonObject vector : Vectors.of("payloads.json")) {
      String name = vector.get("name").getAsString();
      if (name.equals("dataset/plain") || name.equals("template/instance")) {
        byte[] payload = Vectors.bytes(vector);
        Value value =
            readings(dialect.uplinks(message(NODE.formatted("NDATA"), payload)))
                .get(0)
                .telemetry()
                .get(0)
                .values()
                .get("v");
        assertThat(((Value.JsonValue) value).text())
            .isEqualTo(
                name.equals("dataset/plain")
                    ? "{\"columns\":[\"t\",\"name\",\"ok\"],\"rows\":[[21.5,\"a\",true],[-1.25,\"b\",false]]}"
                    : "{\"templateRef\":\"Pump\",\"version\":\"1.0\",\"parameters\":{\"site\":\"north\"},"
                        + "\"metrics\":{\"flow\":12.5,\"on\":true}}");
      }
    }
  }

  @Test
  void givesTheConverterJsonWhereThatIsWanted() {
    SparkplugDialect toConverter = dialect("{output: converter}");
    byte[] birth =
        Payload.of(NOW, List.of(metric("a", Datatype.INT_16, Raw.Form.INT, 7L))).at(0).write();
    Uplink.Payload uplink =
        (Uplink.Payload) toConverter.uplinks(message(NODE.formatted("NBIRTH"), birth)).get(0);
    assertThat(uplink.contentType()).isEqualTo(ContentType.JSON);
    assertThat(uplink.metadata())
        .containsEntry("topic", "spBv1.0/yard/NBIRTH/edge1")
        .containsEntry("sparkplug.name", "edge1")
        .containsEntry("mqtt.qos", "0");
    assertThat(JsonParser.parseString(Bytes.utf8(uplink.bytes())))
        .isEqualTo(
            JsonParser.parseString(
                "{'type':'NBIRTH','group':'yard','node':'edge1','online':['edge1'],'offline':[],"
                    + "'metrics':[{'name':'a','value':7,'timestamp':1780272010000,'datatype':'Int16'}]}"));
  }

  @Test
  void asksForABirthOnceInAWhile() {
    hear(DEVICE.formatted("DDATA"), 1);
    hear(DEVICE.formatted("DDATA"), 2);
    assertThat(published).hasSize(1);
    assertThat(published.get(0).topic()).isEqualTo("spBv1.0/yard/NCMD/edge1");
    assertThat(published.get(0).qos()).isZero();
    assertThat(published.get(0).retained()).isFalse();
    assertThat(Payload.read(published.get(0).payload()).metrics().get(0).name())
        .contains("Node Control/Rebirth");
  }

  @Test
  void asksAfterItWasAway() {
    sequence("sequence/plain");
    assertThat(published).isEmpty();
    dialect.closed();
    hear(NODE.formatted("NDATA"), 5);
    assertThat(published).as("nobody to ask").isEmpty();
    dialect.opened(
        publication -> {
          published.add(publication);
          return CompletableFuture.completedFuture(null);
        });
    hear(NODE.formatted("NDATA"), 6);
    assertThat(published).hasSize(1);
  }

  @Test
  void leavesStatesCommandsAndOtherTopicsAlone() {
    assertThat(dialect.uplinks(message("spBv1.0/STATE/host1", Bytes.utf8("{}")))).isEmpty();
    assertThat(hear(NODE.formatted("NCMD"), 0)).isEmpty();
    assertThat(dialect.uplinks(message("spAv1.0/yard/NDATA/edge1", Bytes.utf8("x"))))
        .singleElement()
        .isInstanceOf(Uplink.Payload.class);
    assertThatThrownBy(() -> hear("spBv1.0/yard/XDATA/edge1", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> dialect.uplinks(message(NODE.formatted("NDATA"), new byte[] {11})))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hear("spBv1.0/yard/NBIRTH/" + "n".repeat(300), 0))
        .hasMessageContaining("longer than 255");
    assertThat(dialect.facts()).containsEntry("nodes of Sparkplug", "0");
  }

  private Publication downlink(String device, String payload, String... metadata) {
    Map<String, String> given = metadata.length == 0 ? Map.of() : Map.of(metadata[0], metadata[1]);
    return dialect.publication(new Downlink(device, ContentType.JSON, Bytes.utf8(payload), given));
  }

  @Test
  void writesDownlinksAsCommands() {
    sequence("sequence/plain");
    Publication command = downlink("edge1/d1", "{\"count\": -7, \"run\": false}");
    assertThat(command.topic()).isEqualTo("spBv1.0/yard/DCMD/edge1/d1");
    assertThat(command.qos()).isEqualTo(1);
    Payload payload = Payload.read(command.payload());
    assertThat(payload.seq()).isEmpty();
    assertThat(payload.metrics())
        .extracting(each -> each.name().get() + " " + each.datatype() + " " + each.value().get())
        .containsExactlyInAnyOrder("count Int32 -7", "run Boolean false");
    Publication node =
        downlink("edge1", "{\"metrics\": [{\"name\": \"cpu\", \"value\": \"1.5\"}]}", "qos", "0");
    assertThat(node.topic()).isEqualTo("spBv1.0/yard/NCMD/edge1");
    assertThat(node.qos()).isZero();
    assertThat(Payload.read(node.payload()).metrics().get(0).value()).contains(1.5f);
    Publication rebirth = downlink("edge1", "{\"Node Control/Rebirth\": true}");
    assertThat(Payload.read(rebirth.payload()).metrics().get(0).value()).contains(true);
  }

  @Test
  void keepsDownlinksForWhoIsNotThere() {
    assertKept("edge1/d1", "has been heard since the start");
    sequence("sequence/device-death");
    assertKept("edge1/d1", "yard/edge1/d1 is not there");
  }

  private void assertKept(String device, String why) {
    assertThatThrownBy(() -> downlink(device, "{\"count\": 1}"))
        .hasMessageContaining(why)
        .extracting(each -> ((TransportException) each).kind())
        .isEqualTo(TransportException.Kind.UNAVAILABLE);
  }

  @Test
  void refusesDownlinksThatCannotBeWritten() {
    sequence("sequence/plain");
    String form = "the downlink converter's output is not {\"metric\": value, ...}";
    assertRefused("{\"count\": \"many\"}", "metric 'count' cannot be 'many': it is of type Int32");
    assertRefused("{\"speed\": 1}", "the birth of yard/edge1/d1 names no metric 'speed'");
    assertRefused("{}", "names no metric");
    assertRefused("[1]", form);
    assertRefused("count", form);
    assertRefused("{\"count\": {\"a\": 1}}", form);
    assertRefused("{\"metrics\": [7]}", form);
    assertRefused("[".repeat(100_000), form);
    assertThatThrownBy(() -> downlink("edge1", "{\"cpu\": 1}", "qos", "3"))
        .hasMessageContaining("qos = '3'");
  }

  private void assertRefused(String payload, String why) {
    assertThatThrownBy(() -> downlink("edge1/d1", payload))
        .hasMessageContaining(why)
        .extracting(each -> ((TransportException) each).kind())
        .isEqualTo(TransportException.Kind.REJECTED);
  }

  @Test
  void namesNodesAndDevicesAsThePatternsSay() {
    SparkplugDialect named =
        dialect("{nodeName: \"${group}:${node}\", deviceName: \"${device}@${node}\"}");
    byte[] birth = Payload.of(NOW, List.of()).at(0).write();
    assertThat(
            readings(named.uplinks(message(NODE.formatted("NBIRTH"), birth)))
                .get(0)
                .entity()
                .name())
        .isEqualTo("yard:edge1");
    assertThat(
            readings(named.uplinks(message(DEVICE.formatted("DBIRTH"), birth)))
                .get(0)
                .entity()
                .name())
        .isEqualTo("d1@edge1");
    assertThatThrownBy(() -> dialect("{nodeName: \"${device}\", deviceName: fixed, output: both}"))
        .hasMessageContaining("nodeName")
        .hasMessageContaining("deviceName")
        .hasMessageContaining("output");
  }

  @Test
  void forgetsNamesThatWereNotHeardLongest() {
    SparkplugDialect few = dialect("{maxDevices: 10}");
    byte[] birth = Payload.of(NOW, List.of()).at(0).write();
    for (int i = 0; i < 50; i++) {
      few.uplinks(message("spBv1.0/yard/NBIRTH/n" + i, birth));
    }
    assertThat(few.facts()).containsEntry("nodes and devices that downlinks reach", "10");
  }
}
