package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.modbus.frame.Frame;
import io.integrationhost.plugins.modbus.frame.Mode;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is polled and how, against a device whose answers a test writes. */
class PollTest {

  private final ModbusPlugin plugin = new ModbusPlugin();
  private ModbusPeer peer;
  private Optional<StartedTransport> transport = Optional.empty();

  @BeforeEach
  void open() throws IOException {
    peer = new ModbusPeer();
  }

  @AfterEach
  void close() throws IOException {
    transport.ifPresent(StartedTransport::close);
    plugin.close();
    peer.close();
  }

  private StartedTransport start(String connection, String devices) {
    return startAll(
        "{retry {first = 100 ms, most = 300 ms}, connections: [{name: line, host: localhost, port: "
            + peer.port()
            + (connection.contains("timeoutMs") ? ", " : ", timeoutMs: 200, ")
            + connection
            + (connection.isEmpty() ? "" : ", ")
            + "devices: ["
            + devices
            + "]}]}");
  }

  private StartedTransport startAll(String slice) {
    transport = Optional.of(StartedTransport.start(plugin, slice));
    return transport.get();
  }

  private static void soon(Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(20)).until(condition);
  }

  private static String point(String key, int address, String more) {
    return "{key: \""
        + key
        + "\", register: holding, address: "
        + address
        + ", type: 16uint"
        + more
        + "}";
  }

  private static Map<String, Value> first(StartedTransport started) {
    Map<String, Value> values = new HashMap<>();
    if (started.uplinks().awaitCount(1).get(0) instanceof Uplink.Telemetry telemetry) {
      telemetry.values().forEach(each -> values.putAll(each.values()));
    }
    return values;
  }

  @Test
  void readsTelemetryOfADevice() {
    peer.register(3059, "42F6E979");
    StartedTransport started =
        start(
            "retries: 0",
            "{name: \"Meter ${unit}\", profile: meter, units: 7, pollPeriod: 50, points: [{key:"
                + " power, register: holding, address: 3059, type: 32float, round: 1}, "
                + point("state", 3061, "")
                + "]}");
    assertThat(first(started)).isEqualTo(Map.of("power", Value.of(123.5), "state", Value.of(3061)));
    Uplink.Telemetry telemetry = (Uplink.Telemetry) started.uplinks().all().get(0);
    assertThat(telemetry.device().name()).isEqualTo("Meter 7");
    assertThat(telemetry.device().type()).isEqualTo("meter");
    assertThat(peer.asked().get(0).pdu()).isEqualTo(Bytes.hex("03 0bf3 0003"));
    soon(() -> started.transport().health().status() == Health.Status.UP);
    assertThat(started.uplinks().connected()).contains("Meter 7");
  }

  @Test
  void aHundredNeighbouringRegistersAreOneRequest() {
    String points =
        IntStream.range(0, 100)
            .mapToObj(i -> point("p" + i, 1000 + i, ""))
            .collect(Collectors.joining(", "));
    StartedTransport started =
        start("retries: 0", "{name: m, units: 1, pollPeriod: 1 h, points: [" + points + "]}");
    assertThat(first(started)).hasSize(100).containsEntry("p99", Value.of(1099));
    assertThat(peer.asked())
        .singleElement()
        .satisfies(frame -> assertThat(frame.pdu()).isEqualTo(Bytes.hex("03 03e8 0064")));
  }

  private static Optional<byte[]> exception(Frame request, int code) {
    return Optional.of(new byte[] {(byte) (request.function() | 0x80), (byte) code});
  }

  private static int address(Frame request) {
    return (request.pdu()[1] & 0xFF) << 8 | request.pdu()[2] & 0xFF;
  }

  private static int count(Frame request) {
    return (request.pdu()[3] & 0xFF) << 8 | request.pdu()[4] & 0xFF;
  }

  private long askedOf(int unit) {
    return peer.asked().stream().filter(frame -> frame.unit() == unit).count();
  }

  @Test
  void gapsAndLimitsDivideRequests() {
    start(
        "maxGap: 4, maxRegistersPerRequest: 10",
        "{name: m, units: 1, pollPeriod: 1 h, points: ["
            + Stream.of(0, 5, 9, 10, 20, 24)
                .map(at -> point("p" + at, at, ""))
                .collect(Collectors.joining(", "))
            + ", {key: c, register: coil, address: 3}]}");
    soon(() -> peer.asked().size() >= 4);
    assertThat(peer.asked().stream().map(each -> Bytes.hex(each.pdu())))
        .containsExactlyInAnyOrder("0100030001", "030000000a", "03000a0001", "0300140005");
  }

  @Test
  void aRefusedAddressSplitsTheRequestForGood() {
    peer.script(
        request ->
            address(request) <= 12 && address(request) + count(request) > 12
                ? exception(request, 2)
                : peer.plain(request));
    StartedTransport started =
        start(
            "",
            "{name: m, units: 1, pollPeriod: 100, quality: true, points: ["
                + IntStream.range(10, 16)
                    .mapToObj(at -> point("p" + at, at, ""))
                    .collect(Collectors.joining(", "))
                + "]}");
    assertThat(first(started))
        .containsOnlyKeys("p10", "p11", "p12.quality", "p13", "p14", "p15")
        .containsEntry("p12.quality", Value.of("exception 2 (illegal data address)"));
    started.uplinks().awaitCount(2);
    soon(() -> started.transport().health().detail().contains("'p12'"));
    int before = peer.asked().size();
    soon(() -> peer.asked().size() >= before + 12);
    assertThat(peer.asked().subList(before, before + 12))
        .as("the whole group is not tried again")
        .allMatch(frame -> count(frame) <= 3);
  }

  @Test
  void oneDeadDeviceDelaysNoOther() {
    peer.script(request -> request.unit() == 2 ? Optional.empty() : peer.plain(request));
    StartedTransport started =
        start(
            "retries: 1",
            "{name: \"m ${unit}\", units: 1-3, pollPeriod: 100, points: ["
                + point("p", 1, "")
                + "]}");
    soon(() -> askedOf(2) == 2);
    soon(() -> started.transport().health().detail().contains("unit 2 ('m 2') does not answer"));
    assertThat(started.transport().health().status()).isEqualTo(Health.Status.DEGRADED);
    long before = askedOf(1);
    soon(() -> askedOf(1) >= before + 15);
    assertThat(askedOf(2)).as("tries of the dead one while others were polled").isEqualTo(2);
    assertThat(started.context().metrics().count("polls_held_back")).isPositive();
    assertThat(started.context().metrics().gauge("units_silent")).isEqualTo(1);
    assertThat(started.transport().facts().get("device m 2"))
        .contains("does not answer", "2 timeouts");
  }

  @Test
  void aDeviceThatComesBackIsPolledAgain() {
    peer.script(request -> Optional.empty());
    StartedTransport started =
        start(
            "retries: 0, firstWaitMs: 1000, mostWaitMs: 1000",
            "{name: m, units: 1, pollPeriod: 50, points: [" + point("p", 1, "") + "]}");
    soon(() -> started.transport().health().detail().contains("no answer within 200 ms"));
    assertThat(started.transport().health().status()).isEqualTo(Health.Status.DOWN);
    peer.script(peer::plain);
    started.uplinks().awaitCount(2);
    assertThat(started.transport().health().status()).isEqualTo(Health.Status.UP);
    assertThat(started.uplinks().connected()).containsExactly("m");
  }

  @Test
  void strangersAndLateAnswersAreThrownAway() throws IOException {
    peer.script(
        request -> {
          byte[] wrong = Bytes.hex("0302ffff");
          try {
            peer.say(Mode.MBAP.write(new Frame(request.transaction() - 1, request.unit(), wrong)));
            peer.say(Mode.MBAP.write(new Frame(request.transaction(), 9, wrong)));
            peer.say(Mode.MBAP.write(new Frame(request.transaction(), 1, Bytes.hex("0402ffff"))));
            peer.say(Mode.MBAP.write(new Frame(request.transaction(), 1, Bytes.hex("0301ff"))));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return peer.plain(request);
        });
    StartedTransport started =
        start("", "{name: m, units: 1, pollPeriod: 20, points: [" + point("p", 5, "") + "]}");
    started.uplinks().awaitCount(10);
    assertThat(started.uplinks().of(Uplink.Telemetry.class))
        .allMatch(each -> each.values().get(0).values().get("p").equals(Value.of(5)));
    assertThat(started.context().metrics().count("answers_refused")).isGreaterThanOrEqualTo(36);
  }

  @Test
  void aHeadThatIsNoneEndsTheConnectionAndTheNextOneServes() {
    peer.script(
        request -> {
          try {
            peer.say(Bytes.hex("0001 0001 0003 010302"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return Optional.empty();
        });
    StartedTransport started =
        start("", "{name: m, units: 1, pollPeriod: 20, points: [" + point("p", 5, "") + "]}");
    soon(() -> peer.asked().size() >= 2);
    peer.script(peer::plain);
    started.uplinks().awaitCount(3);
    assertThat(started.context().metrics().count("answers_refused")).isPositive();
  }

  @Test
  void readingsWaitForTheHostTheNewestOfEachPoint() {
    StartedTransport started =
        startAll(
            "{connections: [{name: line, host: localhost, port: "
                + peer.port()
                + ", devices: [{name: m, units: 1, pollPeriod: 20, points: ["
                + point("p", 5, ", report {type = ON_CHANGE}")
                + "]}]}]}");
    started.uplinks().awaitCount(1);
    started.uplinks().reject(Receipt.Reason.OVERLOADED, "full");
    peer.register(5, "0006");
    soon(() -> started.uplinks().count() >= 3);
    peer.register(5, "0007");
    soon(() -> started.context().metrics().count("values_dropped", "overloaded") >= 1);
    int before = started.uplinks().count();
    started.uplinks().answerAlways(new Receipt.Stored());
    soon(() -> started.uplinks().count() > before);
    List<Uplink> all = started.uplinks().all();
    assertThat(((Uplink.Telemetry) all.get(all.size() - 1)).values().get(0).values())
        .isEqualTo(Map.of("p", Value.of(7)));
  }

  @Test
  void aHostThatThrowsEndsNoPoll() {
    StartedTransport started =
        start("", "{name: m, units: 1, pollPeriod: 20, points: [" + point("p", 5, "") + "]}");
    started.uplinks().awaitCount(1);
    var thrown = new AtomicInteger();
    started
        .uplinks()
        .answer(
            uplink -> {
              thrown.incrementAndGet();
              throw new IllegalStateException("the host fails in a test");
            });
    soon(() -> thrown.get() >= 5);
    int before = started.uplinks().count();
    started.uplinks().answerAlways(new Receipt.Stored());
    soon(() -> started.uplinks().count() > before + 3);
  }

  @Test
  void whatIsNoNumberIsLeftOutAndCounted() {
    peer.register(0, "7FC00000" + "0001" + "FFFFFFFFFFFFFFFF");
    StartedTransport started =
        start(
            "",
            "{name: m, units: 1, pollPeriod: 20, points: [{key: nan, register: holding, address: 0,"
                + " type: 32float}, "
                + point("p", 2, "")
                + ", {key: big, register: holding, address: 3, type: 64uint, as: attribute}]}");
    Uplink.Readings readings = (Uplink.Readings) started.uplinks().awaitCount(1).get(0);
    assertThat(readings.readings().get(0).telemetry().get(0).values())
        .isEqualTo(Map.of("p", Value.of(1)));
    assertThat(readings.readings().get(0).attributes())
        .isEqualTo(Map.of("big", Value.of("18446744073709551615")));
    assertThat(started.context().metrics().count("values_dropped", "not_a_number")).isPositive();
  }

  @Test
  void theConverterGetsJsonAndWhereItIsFrom() {
    StartedTransport started =
        startAll(
            "{output: converter, connections: [{name: line, host: localhost, port: "
                + peer.port()
                + ", devices: [{name: m, profile: meter, units: 4, polls: [{name: fast, periodMs:"
                + " 50}], points: ["
                + point("p", 5, "")
                + ", {key: c, register: coil, address: 0, count: 3}]}]}]}");
    Uplink.Payload payload = (Uplink.Payload) started.uplinks().awaitCount(1).get(0);
    assertThat(Bytes.utf8(payload.bytes())).isEqualTo("{\"c\":[false,false,false],\"p\":5}");
    assertThat(payload.metadata())
        .containsEntry("deviceName", "m")
        .containsEntry("deviceType", "meter")
        .containsEntry("unit", "4")
        .containsEntry("connection", "line")
        .containsEntry("poll", "fast")
        .containsKey("ts");
  }

  @Test
  void severalPeriodsHoldForOneDevice() {
    start(
        "maxGap: 0",
        "{name: m, units: 1, polls: [{name: fast, periodMs: 20}, {name: slow, periodMs: 3600000}],"
            + " points: ["
            + point("f", 1, ", poll: fast")
            + ", "
            + point("s", 9, ", poll: slow")
            + "]}");
    soon(() -> peer.asked().size() > 10);
    assertThat(peer.asked().stream().filter(frame -> address(frame) == 9)).hasSize(1);
  }

  @Test
  void aPausedTransportAsksNothingButWrites() {
    StartedTransport started =
        start(
            "",
            "{name: m, units: 1, pollPeriod: 20, points: ["
                + point("p", 5, ", write: true")
                + "]}");
    started.uplinks().awaitCount(1);
    started.transport().pause(true);
    StartedTransport.join(started.downlink("m", Bytes.utf8("{\"p\": 77}")));
    int before = peer.asked().size();
    started.transport().pause(false);
    soon(() -> peer.asked().size() > before + 3);
    assertThat(peer.register(5, 1)).isEqualTo("004d");
  }

  private static Downlink rpc(String device, String payload, String id) {
    return new Downlink(
        device, ContentType.JSON, Bytes.utf8(payload), Map.of(), "d" + id, 1, Optional.of(id));
  }

  @Test
  void writesAreConfirmedAndToldByTheirRequest() {
    StartedTransport started =
        start(
            "",
            "{name: m, units: 1, pollPeriod: 1 h, points: ["
                + point("p", 5, ", write: true")
                + ", {key: f, register: holding, address: 8, type: 32float, write: true}, {key: c,"
                + " register: coil, address: 3, write: true}]}");
    started.uplinks().awaitCount(1);
    StartedTransport.join(
        started
            .transport()
            .downlink(
                rpc(
                    "m",
                    "{\"write\": [{\"key\": \"f\", \"value\": 1.5, \"readBack\": true}, {\"key\":"
                        + " \"c\", \"value\": true}, {\"register\": \"holding\", \"address\": 20,"
                        + " \"type\": \"64uint\", \"value\": 18446744073709551615}]}",
                    "41")));
    assertThat(peer.register(8, 2)).isEqualTo("3fc00000");
    assertThat(peer.register(20, 4)).isEqualTo("ffffffffffffffff");
    assertThat(peer.coil(3)).isTrue();
    soon(() -> started.uplinks().count() == 2);
    Uplink.Attributes told = (Uplink.Attributes) started.uplinks().all().get(1);
    assertThat(told.values())
        .isEqualTo(
            Map.of(
                "lastWrite",
                Value.json(
                    "{\"method\":\"write\",\"rpcRequestId\":\"41\",\"result\":{\"value\":{\"f\":1.5,\"c\":true,\"holding"
                        + " 20\":\"18446744073709551615\"}}}")));
  }

  private static TransportException.Kind kindOf(CompletionStage<Void> stage) {
    Throwable thrown = catchThrowable(() -> StartedTransport.join(stage));
    assertThat(thrown).hasCauseInstanceOf(TransportException.class);
    return ((TransportException) thrown.getCause()).kind();
  }

  @Test
  void whatADeviceRefusesOrDoesNotConfirmSaysSo() throws IOException {
    StartedTransport started =
        start(
            "retries: 0",
            "{name: m, units: 1, pollPeriod: 1 h, points: ["
                + point("p", 5, ", write: true")
                + "]}");
    started.uplinks().awaitCount(1);
    byte[] write = Bytes.utf8("{\"p\": 77}");
    peer.script(request -> exception(request, 3));
    assertThat(kindOf(started.downlink("m", write))).isEqualTo(TransportException.Kind.REJECTED);
    assertThat(kindOf(started.downlink("m", Bytes.utf8("{\"q\": 1}"))))
        .isEqualTo(TransportException.Kind.REJECTED);
    assertThat(kindOf(started.downlink("m", Bytes.utf8("{\"p\": 65536}"))))
        .isEqualTo(TransportException.Kind.REJECTED);
    assertThat(kindOf(started.downlink("nobody", write)))
        .isEqualTo(TransportException.Kind.REJECTED);
    peer.script(request -> Optional.empty());
    assertThat(kindOf(started.downlink("m", write))).isEqualTo(TransportException.Kind.UNCONFIRMED);
    assertThat(kindOf(started.downlink("m", write))).isEqualTo(TransportException.Kind.UNAVAILABLE);
    peer.close();
    soon(() -> started.transport().health().detail().contains("refused"));
    assertThat(kindOf(started.downlink("m", write))).isEqualTo(TransportException.Kind.UNAVAILABLE);
  }

  @Test
  void writesGoBeforePolls() {
    var mayAnswer = new CountDownLatch(1);
    peer.script(
        request -> {
          try {
            var unused = mayAnswer.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return peer.plain(request);
        });
    StartedTransport started =
        start(
            "timeoutMs: 10000",
            "{name: \"m ${unit}\", units: 1-5, pollPeriod: 100, points: ["
                + point("p", 1, ", write: true")
                + "]}");
    soon(() -> started.context().metrics().gauge("requests_waiting") == 4);
    CompletionStage<Void> write = started.downlink("m 5", Bytes.utf8("{\"p\": 3}"));
    soon(() -> started.context().metrics().gauge("requests_waiting") == 5);
    mayAnswer.countDown();
    StartedTransport.join(write);
    assertThat(peer.asked().get(1).function()).isEqualTo(6);
  }

  @Test
  void aPollThatStillRunsIsSkippedAndCounted() {
    peer.script(request -> Optional.empty());
    StartedTransport started =
        start(
            "timeoutMs: 10000",
            "{name: m, units: 1, pollPeriod: 20, points: [" + point("p", 1, "") + "]}");
    soon(() -> started.context().metrics().count("polls_skipped") >= 3);
    assertThat(peer.asked()).hasSize(1);
  }
}
