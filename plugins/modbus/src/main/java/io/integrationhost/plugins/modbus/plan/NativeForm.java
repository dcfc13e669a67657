package io.integrationhost.plugins.modbus.plan;

import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugins.modbus.frame.Mode;
import io.integrationhost.plugins.modbus.frame.Table;
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
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads connections of the plugin's own form. */
final class NativeForm {

  private static final int MOST_UNIT = 255;
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final String DEFAULT_POLL = "default";
  private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(5);

  private static final Template NOTHING = new Template(Map.of(), List.of(), Order.BIG);

  /** Polls by name, and points with the names of theirs. */
  record Template(Map<String, Duration> polls, List<PointKeys.Polled> points, Order order) {}

  private final Keys keys;
  private final ClientSettings common;
  private final Map<String, Keys> templates;

  NativeForm(Keys keys) {
    this.keys = keys;
    common = ClientSettings.read(keys, "", 0);
    templates = keys.map("templates", NativeForm::checked);
  }

  /** All connections that the slice names. */
  List<ConnectionPlan> connections() {
    List<ConnectionPlan> plans = keys.list("connections", this::connection);
    Set<String> names = new HashSet<>();
    for (ConnectionPlan plan : plans) {
      if (!names.add(plan.name())) {
        keys.say(
            "connections", "has two of the name '" + plan.name() + "'; give each its own name");
      }
    }
    return plans;
  }

  /** A template is wrong or right, whether a device uses it or not. */
  private static Keys checked(Keys template) {
    template(template, template, NOTHING);
    return template;
  }

  /**
   * Points, polls and order of a template or device.
   *
   * @param over the device, whose order and report hold for the points of its template, too
   * @param other what it is added to
   */
  private static Template template(Keys keys, Keys over, Template other) {
    Order order = PointKeys.order(over, PointKeys.order(keys, other.order()));
    Map<String, Duration> polls = new LinkedHashMap<>(other.polls());
    keys.list(
        "polls", poll -> polls.put(poll.text("name"), poll.time("periodMs", SHORTEST, LONGEST)));
    if (keys.given("pollPeriod")) {
      polls.put(DEFAULT_POLL, keys.time("pollPeriod", SHORTEST, LONGEST));
    }
    Report report = Report.read(over, "report", Report.read(keys, "report", Report.ALWAYS));
    List<PointKeys.Polled> points = new ArrayList<>(other.points());
    points.addAll(keys.list("points", point -> PointKeys.read(point, order, report)));
    return new Template(polls, points, order);
  }

  /** What a device says without a template. */
  static Template template(Keys device) {
    return template(device, device, NOTHING);
  }

  private Template withTemplate(Keys device) {
    Optional<String> name = device.textIfGiven("template");
    if (name.isPresent() && !templates.containsKey(name.get())) {
      device.say("template", "is '" + name.get() + "', templates has " + templates.keySet());
    }
    Template base =
        name.map(templates::get).map(each -> template(each, device, NOTHING)).orElse(NOTHING);
    return template(device, device, base);
  }

  private ConnectionPlan connection(Keys entry) {
    Transport transport = entry.choice("transport", Transport.class, Transport.TCP);
    Mode mode = entry.choice("framing", Mode.class, transport.mode());
    boolean isListening = transport == Transport.LISTEN;
    Optional<ClientSettings> peer = isListening ? Optional.empty() : Optional.of(peer(entry));
    if (transport == Transport.UDP && peer.flatMap(ClientSettings::tls).isPresent()) {
      entry.say("tls", "is for TCP; over UDP nothing is encrypted");
    }
    Optional<String> registration = entry.textIfGiven("registration");
    if (!isListening && registration.isPresent()) {
      entry.say("registration", "is for transport = listen, where the device dials in");
    }
    String name =
        peer.map(each -> entry.text("name", each.host() + ":" + each.port()))
            .orElseGet(() -> entry.text("name"));
    return new ConnectionPlan(
        name,
        mode,
        peer,
        transport == Transport.UDP,
        registration,
        limits(entry, mode),
        devices(entry));
  }

  /** How a connection comes about. */
  private enum Transport {
    TCP,
    RTU_OVER_TCP,
    ASCII_OVER_TCP,
    UDP,
    LISTEN;

    private Mode mode() {
      return switch (this) {
        case TCP, UDP -> Mode.MBAP;
        case RTU_OVER_TCP, LISTEN -> Mode.RTU;
        case ASCII_OVER_TCP -> Mode.ASCII;
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private ClientSettings peer(Keys entry) {
    return Peers.of(
        common,
        ClientSettings.host(entry),
        entry.whole("port", 1, 65_535, 502),
        common.connectTimeout(),
        TlsSettings.client(entry));
  }

  private static ConnectionPlan.Limits limits(Keys entry, Mode mode) {
    Duration second = Duration.ofSeconds(1);
    int inFlight = entry.whole("maxInFlight", 1, 64, 1);
    if (inFlight > 1 && !mode.hasTransactions()) {
      entry.say("maxInFlight", "is " + inFlight + ", but answers in " + mode + " name no request");
    }
    Duration first =
        entry.timeIfGiven("firstWaitMs", second, LONGEST).orElse(Duration.ofSeconds(5));
    Duration most = entry.timeIfGiven("mostWaitMs", second, LONGEST).orElse(Duration.ofMinutes(1));
    return new ConnectionPlan.Limits(
        entry.timeIfGiven("timeoutMs", SHORTEST, Duration.ofMinutes(1)).orElse(second),
        entry.whole("retries", 0, 20, 2),
        entry
            .timeIfGiven("delayBetweenRequestsMs", Duration.ZERO, Duration.ofMinutes(1))
            .orElse(Duration.ZERO),
        inFlight,
        entry.whole("maxRegistersPerRequest", 1, Table.MOST_REGISTERS, 120),
        entry.whole("maxGap", 0, Table.MOST_REGISTERS, 8),
        first,
        most.compareTo(first) < 0 ? first : most);
  }

  private List<DevicePlan> devices(Keys entry) {
    List<DevicePlan> devices =
        entry.list("devices", this::devicesOf).stream().flatMap(List::stream).toList();
    if (devices.isEmpty()) {
      entry.say("devices", "names no device; give one with name, units and points or template");
    }
    Set<Integer> units = new TreeSet<>();
    for (DevicePlan device : devices) {
      if (!units.add(device.unit())) {
        entry.say("devices", "has unit " + device.unit() + " twice; a unit is one device");
      }
    }
    return devices;
  }

  private List<DevicePlan> devicesOf(Keys entry) {
    Template template = withTemplate(entry);
    List<Poll> polls = polls(entry, template);
    String device = entry.text("name");
    SortedSet<Integer> units = units(entry);
    if (units.size() > 1 && !device.contains("${unit}")) {
      entry.say("name", "must hold ${unit}, because units names " + units.size() + " devices");
    }
    boolean quality = entry.flag("quality", false);
    boolean identify = entry.flag("identify", false);
    String profile = entry.text("profile", "default");
    Map<String, Point> writable = new LinkedHashMap<>();
    Map<String, Point> readable = new LinkedHashMap<>();
    for (PointKeys.Polled each : template.points()) {
      Point point = each.point();
      if (readable.put(point.key(), point) != null) {
        entry.say("points", "have the key '" + point.key() + "' twice (with the template's)");
      }
      if (point.write().isAllowed()) {
        writable.put(point.key(), point);
      }
    }
    return units.stream()
        .map(
            unit ->
                new DevicePlan(
                    new Device(named(device, unit), profile),
                    unit,
                    polls,
                    writable,
                    readable,
                    quality,
                    identify,
                    template.order(),
                    false))
        .toList();
  }

  /** A blank name is a problem that is noted already. */
  private static String named(String pattern, int unit) {
    String name = pattern.replace("${unit}", Integer.toString(unit));
    return name.isBlank() ? "unit " + unit : name;
  }

  static SortedSet<Integer> units(Keys entry) {
    String key = entry.given("unit") && !entry.given("units") ? "unit" : "units";
    String expected = "units such as 1 or 1-40,50, each 0 to " + MOST_UNIT;
    if (!entry.given(key)) {
      entry.problem(key, expected);
    }
    return entry
        .parsed(key, expected, text -> Units.parse(text, MOST_UNIT))
        .orElseGet(TreeSet::new);
  }

  private static List<Poll> polls(Keys entry, Template template) {
    Map<String, List<Point>> points = new LinkedHashMap<>();
    for (PointKeys.Polled each : template.points()) {
      String poll =
          each.poll()
              .orElseGet(
                  () ->
                      template.polls().size() == 1
                          ? template.polls().keySet().iterator().next()
                          : DEFAULT_POLL);
      if (!template.polls().containsKey(poll) && !poll.equals(DEFAULT_POLL)) {
        entry.say(
            "points",
            "'"
                + each.point().key()
                + "' is of poll '"
                + poll
                + "', polls has "
                + template.polls().keySet());
      }
      points.computeIfAbsent(poll, none -> new ArrayList<>()).add(each.point());
    }
    return points.entrySet().stream()
        .map(
            each ->
                new Poll(
                    each.getKey(),
                    template.polls().getOrDefault(each.getKey(), DEFAULT_PERIOD),
                    each.getValue()))
        .toList();
  }
}
