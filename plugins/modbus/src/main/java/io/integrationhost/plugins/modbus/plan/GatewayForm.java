package io.integrationhost.plugins.modbus.plan;

import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugins.modbus.frame.Mode;
import io.integrationhost.plugins.modbus.value.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the slaves of a gateway's file: one connection for each host, port and framing. */
final class GatewayForm {

  /** Keys that the gateway does not look at, any more or over TCP. */
  private static final List<String> UNUSED =
      List.of(
          "retryOnEmpty",
          "retryOnInvalid",
          "strict",
          "sendDataOnlyOnChange",
          "baudrate",
          "bytesize",
          "stopbits",
          "parity",
          "repack",
          "handleLocalEcho",
          "connectAttemptCount",
          "attributesPollPeriod",
          "uplinkConverter",
          "downlinkConverter",
          "converter",
          "security");

  private static final int SHORTEST_WAIT = 500;
  private static final int DEFAULT_WAIT = 30_000;
  private static final int DAY = 86_400_000;

  /** The gateway's where it is absent. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Of a connection whose devices wait for each other, where it is absent. */
  private static final Duration SHARED_TIMEOUT = Duration.ofSeconds(5);

  /** A slave and the connection that it would have alone. */
  private record Slave(ConnectionPlan connection, boolean isSerial, boolean hasTimeout) {}

  private final Keys keys;
  private final ClientSettings common;
  private final boolean gatewayBits;
  private final List<String> notes;
  private final Report report;

  GatewayForm(Keys keys, boolean gatewayBits, List<String> notes) {
    this.keys = keys;
    this.gatewayBits = gatewayBits;
    this.notes = notes;
    common = ClientSettings.read(keys, "", 0);
    report = Report.read(keys, "reportStrategy", Report.ALWAYS);
  }

  /** All connections of the file. */
  List<ConnectionPlan> connections() {
    if (keys.given("slave")) {
      notes.add("'slave', the gateway as a server, is not taken; 'servers' says the same here");
    }
    Map<String, ConnectionPlan> plans = new LinkedHashMap<>();
    Set<String> withoutTimeout = new HashSet<>();
    for (Slave slave : keys.section("master").list("slaves", this::slave)) {
      if (!slave.isSerial()) {
        String name = slave.connection().name();
        if (!plans.containsKey(name) && !slave.hasTimeout()) {
          withoutTimeout.add(name);
        }
        plans.merge(name, slave.connection(), this::joined);
      }
    }
    return plans.values().stream()
        .map(each -> each.devices().size() > 1 ? shared(each, withoutTimeout) : each)
        .toList();
  }

  private ConnectionPlan shared(ConnectionPlan plan, Set<String> withoutTimeout) {
    ConnectionPlan.Limits limits = plan.limits();
    if (withoutTimeout.contains(plan.name())) {
      limits = limits.within(SHARED_TIMEOUT);
      notes.add(
          "connection '"
              + plan.name()
              + "': its first device has no 'timeout': it is 5 s and not the gateway's 30 s, since"
              + " the others wait for a device that is silent");
    }
    return with(plan, limits.shared());
  }

  private static ConnectionPlan with(ConnectionPlan plan, ConnectionPlan.Limits limits) {
    return new ConnectionPlan(
        plan.name(),
        plan.mode(),
        plan.peer(),
        plan.datagrams(),
        plan.registration(),
        limits,
        plan.devices());
  }

  /** The first one's framing, timeout and retries win, as with the gateway. */
  private ConnectionPlan joined(ConnectionPlan first, ConnectionPlan more) {
    if (!first.limits().equals(more.limits())) {
      notes.add(
          "connection '"
              + first.name()
              + "': timeout, retries and waits of the first device hold for device '"
              + more.devices().get(0).name()
              + "' too");
    }
    List<DevicePlan> devices = new ArrayList<>(first.devices());
    devices.addAll(more.devices());
    return new ConnectionPlan(
        first.name(),
        first.mode(),
        first.peer(),
        first.datagrams(),
        first.registration(),
        first.limits(),
        devices);
  }

  private Slave slave(Keys slave) {
    String type = slave.text("type", "tcp").toLowerCase(Locale.ROOT);
    String name = slave.text("deviceName");
    boolean isSerial = type.equals("serial");
    if (isSerial) {
      notes.add(
          "device '"
              + name
              + "' is left out: it is on a serial line of the gateway; put a serial server there"
              + " and name its host and port, type tcp, method rtu");
    } else if (!type.equals("tcp") && !type.equals("udp")) {
      slave.problem("type", "tcp, udp or serial");
    }
    for (String key : UNUSED) {
      if (slave.given(key)) {
        notes.add("device '" + name + "': '" + key + "' is ignored, as by the gateway");
      }
    }
    String host = isSerial ? "serial" : ClientSettings.host(slave);
    int port = isSerial ? 0 : slave.whole("port", 1, 65_535);
    slave.given("port");
    Mode mode = mode(slave);
    Optional<Duration> said =
        slave
            .numberIfGiven("timeout", 0.01, 3600)
            .map(seconds -> Duration.ofMillis((long) (1000 * seconds)));
    Duration timeout = said.orElse(TIMEOUT);
    int first = wait(slave, "connectAttemptTimeMs", SHORTEST_WAIT);
    int most = Math.max(first, wait(slave, "waitAfterFailedAttemptsMs", DEFAULT_WAIT));
    var peer =
        new ClientSettings(
            host,
            port,
            timeout.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : timeout,
            new ClientSettings.Retry(Duration.ofMillis(first), Duration.ofMillis(most)),
            common.sockets(),
            common.uplinks(),
            common.times(),
            common.maxBufferedBytes(),
            common.connectionMetadata(),
            tls(slave));
    var limits =
        new ConnectionPlan.Limits(
            timeout,
            retries(slave),
            Duration.ofMillis(slave.whole("delayBetweenRequestsMs", 0, DAY, 0)),
            1,
            keys.whole("maxRegistersPerRequest", 1, 125, 120),
            keys.whole("maxGap", 0, 125, 8),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1));
    String connection =
        host
            + ":"
            + port
            + (mode == Mode.MBAP ? "" : " " + mode)
            + (type.equals("udp") ? " udp" : "");
    return new Slave(
        new ConnectionPlan(
            connection,
            mode,
            Optional.of(peer),
            type.equals("udp"),
            Optional.empty(),
            limits,
            List.of(device(slave, name))),
        isSerial,
        said.isPresent());
  }

  private static int wait(Keys slave, String key, int absent) {
    return Math.max(SHORTEST_WAIT, slave.whole(key, 0, DAY, absent));
  }

  private static Mode mode(Keys slave) {
    return slave
        .parsed(
            "method",
            "socket, rtu or ascii",
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "socket" -> Optional.of(Mode.MBAP);
                  case "rtu" -> Optional.of(Mode.RTU);
                  case "ascii" -> Optional.of(Mode.ASCII);
                  default -> Optional.empty();
                })
        .orElse(Mode.MBAP);
  }

  private static int retries(Keys slave) {
    return slave
        .parsed(
            "retries",
            "0 to 100, true or false",
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "true" -> Optional.of(3);
                  case "false" -> Optional.of(0);
                  default ->
                      Optional.of(Integer.valueOf(text)).filter(each -> each >= 0 && each <= 100);
                })
        .orElse(3);
  }

  private Optional<TlsSettings> tls(Keys slave) {
    Keys tls = slave.section("tls");
    for (String key : List.of("certfile", "keyfile")) {
      if (tls.given(key)) {
        tls.say(key, "names a file of the gateway; give its text as tls.certificate or tls.key");
      }
    }
    if (tls.given("server_hostname") || tls.given("password")) {
      notes.add(
          "'tls.server_hostname' and 'tls.password' are ignored; see tls.serverName,"
              + " tls.keyPassword");
    }
    Optional<TlsSettings> found = TlsSettings.client(slave);
    if (found.isPresent() && slave.text("type", "tcp").equalsIgnoreCase("udp")) {
      slave.say("tls", "is for type tcp; over UDP nothing is encrypted");
    }
    return found;
  }

  /** Anything but BIG counts as LITTLE, absence too. */
  private static Order order(Keys slave) {
    return new Order(
        !slave.text("byteOrder", "LITTLE").equalsIgnoreCase("BIG"),
        !slave.text("wordOrder", "LITTLE").equalsIgnoreCase("BIG"));
  }

  private DevicePlan device(Keys slave, String name) {
    int unit = slave.whole("unitId", 0, 255);
    slave.given("timeseriesPollPeriod");
    Duration period = slave.time("pollPeriod", Duration.ofMillis(10), Duration.ofDays(30));
    Report own = Report.read(slave, "reportStrategy", report);
    var reader =
        new GatewayPoints(
            new GatewayPoints.Common(name, order(slave), gatewayBits, unit, own), notes);
    List<Point> points = new ArrayList<>();
    slave.list("timeseries", each -> points.addAll(reader.polled(each, false)));
    slave.list("attributes", each -> points.addAll(reader.polled(each, true)));
    Map<String, Point> writable = new LinkedHashMap<>();
    Map<String, Point> readable = new LinkedHashMap<>();
    points.forEach(each -> readable.put(each.key(), each));
    for (String section : List.of("attributeUpdates", "rpc")) {
      for (Optional<Point> point : slave.list(section, reader::commanded)) {
        point.ifPresent(
            each -> (each.write().isAllowed() ? writable : readable).put(each.key(), each));
      }
    }
    List<Poll> polls =
        points.isEmpty() ? List.of() : List.of(new Poll("pollPeriod", period, points));
    String profile = slave.text("deviceType", "default");
    return new DevicePlan(
        new Device(name.isBlank() ? "unit " + unit : name, profile),
        unit,
        polls,
        writable,
        readable,
        false,
        false,
        order(slave),
        gatewayBits);
  }
}
