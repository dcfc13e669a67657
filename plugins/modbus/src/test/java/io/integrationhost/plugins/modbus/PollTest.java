package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.modbus.frame.Frame;
import io.integrationhost.plugins.modbus.frame.Mode;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is polled and how, against a device whose answers a test writes. */
class PollTest extends Polling {
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
  void aDeviceThatCannotBeAskedIsNotCalledGood() {
    StartedTransport started =
        startAll(
            "{connections: [{name: nobody, host: localhost, port: 1, devices: [{name: m, units: 1,"
                + " points: ["
                + point("p", 1, "")
                + "]}]}]}");
    assertThat(started.transport().facts().get("device m"))
        .startsWith("its connection is not open; last answer never");
  }

  @Test
  void aBridgeThatMissesADeviceIsBelieved() {
    peer.script(request -> request.unit() == 2 ? exception(request, 11) : peer.plain(request));
    StartedTransport started =
        start(
            "",
            "{name: \"m ${unit}\", units: 1-2, polls: [{name: a, periodMs: 50}, {name: b, periodMs:"
                + " 50}], points: ["
                + point("p", 1, ", poll: a")
                + ", "
                + point("q", 1, ", poll: b")
                + "]}");
    soon(() -> askedOf(1) >= 20);
    assertThat(askedOf(2)).isBetween(1L, 2L);
    assertThat(started.uplinks().connected()).containsExactly("m 1");
    assertThat(started.transport().health().detail()).contains("exception 11");
  }

  @Test
  void whatWaitsForADeadDeviceIsNotTriedInVain() {
    peer.script(request -> request.unit() == 2 ? Optional.empty() : peer.plain(request));
    start(
        "retries: 0, timeoutMs: 500",
        "{name: dead, units: 2, polls: [{name: a, periodMs: 60000}, {name: b, periodMs: 60001},"
            + " {name: c, periodMs: 60002}], points: ["
            + point("p", 1, ", poll: a")
            + ", "
            + point("q", 2, ", poll: b")
            + ", "
            + point("r", 3, ", poll: c")
            + "]}, {name: alive, units: 1, pollPeriod: 50, points: ["
            + point("p", 1, "")
            + "]}");
    soon(() -> askedOf(1) >= 5);
    assertThat(askedOf(2)).isEqualTo(1);
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
  void aPollThatStillRunsIsSkippedAndCounted() {
    peer.script(request -> Optional.empty());
    StartedTransport started =
        start(
            "timeoutMs: 10000",
            "{name: m, units: 1, pollPeriod: 20, points: [" + point("p", 1, "") + "]}");
    soon(() -> started.context().metrics().count("polls_skipped") >= 3);
    assertThat(peer.asked()).hasSize(1);
  }

  @Test
  void aDeviceSaysMoreThanItsTemplate() {
    peer.register(1, "0100" + "0200" + "0300");
    StartedTransport started =
        startAll(
            "{templates {t {points: ["
                + point("p", 1, "")
                + ", "
                + point("big", 2, ", byteOrder: BIG")
                + "]}}, connections: [{name: line, host: localhost, port: "
                + peer.port()
                + ", devices: [{name: m, units: 1, template: t, byteOrder: LITTLE, report {type ="
                + " ON_CHANGE}, pollPeriod: 20, points: ["
                + point("own", 3, "")
                + "]}]}]}");
    assertThat(first(started))
        .isEqualTo(Map.of("p", Value.of(1), "big", Value.of(0x200), "own", Value.of(3)));
    soon(() -> peer.asked().size() > 5);
    assertThat(started.uplinks().count()).isEqualTo(1);
  }
}
