package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugins.modbus.plan.ConnectionPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** All connections of a transport and their devices. Thread-safe. */
public final class Lines {

  private static final int MOST_FACTS = 18;
  private static final int MOST_CONNECTIONS = 9;
  private static final int MOST_PROBLEMS = 5;

  private record Place(Line line, Unit unit) {}

  private final List<Line> lines;
  private final Map<String, Place> byDevice = new HashMap<>();

  /** Lines without sessions. */
  public Lines(List<ConnectionPlan> plans, Ground ground) {
    lines = plans.stream().map(plan -> new Line(plan, ground)).toList();
    lines.forEach(
        line ->
            line.units()
                .forEach(unit -> byDevice.putIfAbsent(unit.plan().name(), new Place(line, unit))));
    gauges(ground);
  }

  private void gauges(Ground ground) {
    var context = ground.context();
    context.gauge(
        "connections_open",
        "Connections to devices that are open",
        () -> lines.stream().filter(Line::isConnected).count());
    context.gauge(
        "units_silent", "Devices that do not answer", () -> units().filter(Unit::isSilent).count());
    context.gauge(
        "poll_milliseconds",
        "How long the longest of the last polls took",
        () -> lines.stream().mapToLong(line -> line.polls().longestMillis()).max().orElse(0));
    context.gauge(
        "poll_lag_milliseconds",
        "How late the last poll began",
        () -> lines.stream().mapToLong(line -> line.polls().lagMillis()).max().orElse(0));
    context.gauge(
        "requests_waiting",
        "Requests that wait to be sent",
        () -> lines.stream().mapToLong(Line::queued).sum());
  }

  private Stream<Unit> units() {
    return lines.stream().flatMap(line -> line.units().stream());
  }

  /** All of them. */
  public List<Line> all() {
    return lines;
  }

  /** Whether a device is behind one of them. */
  public boolean knows(String device) {
    return byDevice.containsKey(device);
  }

  /**
   * Does what a downlink asks for.
   *
   * @return as {@link io.integrationhost.plugin.Transport#downlink} says; completes when the device
   *     has confirmed it
   */
  public CompletionStage<Void> downlink(Downlink downlink) {
    Place place = byDevice.get(downlink.deviceName());
    if (place == null) {
      return Refusal.reject(
          "device '" + downlink.deviceName() + "' is none of this configuration's devices");
    }
    Command command;
    try {
      command = Commands.read(place.unit().plan(), downlink);
    } catch (IllegalArgumentException e) {
      return Refusal.reject(
          "downlink for device '" + downlink.deviceName() + "' " + e.getMessage());
    }
    return place.line().perform(place.unit(), command);
  }

  /** Holds all polls back, or lets them go on. */
  public void pause(boolean now) {
    lines.forEach(line -> line.pause(now));
  }

  /** How the devices are, while their connections are well. */
  public Health health() {
    List<String> problems = new ArrayList<>();
    for (Line line : lines) {
      if (!line.isConnected() && line.plan().peer().isEmpty()) {
        problems.add("connection '" + line.plan().name() + "': its device has not dialled in");
      }
      line.units().stream()
          .map(Unit::problem)
          .flatMap(Optional::stream)
          .map(words -> "connection '" + line.plan().name() + "': " + words)
          .forEach(problems::add);
    }
    if (problems.isEmpty()) {
      return Health.up();
    }
    String more =
        problems.size() > MOST_PROBLEMS
            ? "; and " + (problems.size() - MOST_PROBLEMS) + " more"
            : "";
    String words =
        String.join("; ", problems.subList(0, Math.min(MOST_PROBLEMS, problems.size()))) + more;
    boolean isAll = units().allMatch(Unit::isSilent);
    return isAll ? Health.down(words) : Health.degraded(words);
  }

  /** Whether it dials, and is not connected. */
  public static boolean isAway(Line line) {
    return !line.isConnected() && line.plan().peer().isPresent();
  }

  private static boolean isWell(Line line) {
    return line.isConnected() && line.units().stream().allMatch(unit -> unit.problem().isEmpty());
  }

  /** Lines for people: first what is wrong. */
  public Map<String, String> facts() {
    Map<String, String> facts = new HashMap<>();
    List<Line> worst =
        lines.stream().sorted(Comparator.comparing(Lines::isWell)).limit(MOST_CONNECTIONS).toList();
    for (Line line : worst) {
      long silent = line.units().stream().filter(Unit::isSilent).count();
      Duration longest = Duration.ofMillis(line.polls().longestMillis());
      facts.put(
          "connection " + line.plan().name(),
          (line.isConnected() ? "open" : "not open")
              + ", "
              + line.units().size()
              + " devices, "
              + silent
              + " silent, "
              + line.polls().requests()
              + " requests for all points, longest poll "
              + longest.toMillis()
              + " ms, lag "
              + line.polls().lagMillis()
              + " ms");
    }
    Stream.concat(
            units().filter(unit -> unit.problem().isPresent()),
            units().filter(unit -> unit.problem().isEmpty()))
        .limit(Math.max(0, MOST_FACTS - facts.size()))
        .forEach(unit -> facts.put("device " + unit.plan().name(), unit.words(isOpen(unit))));
    return facts;
  }

  private boolean isOpen(Unit unit) {
    return byDevice.get(unit.plan().name()).line().isConnected();
  }
}
