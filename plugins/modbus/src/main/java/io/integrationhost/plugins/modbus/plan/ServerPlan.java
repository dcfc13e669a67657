package io.integrationhost.plugins.modbus.plan;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugins.modbus.frame.Mode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A port where devices write to us.
 *
 * @param settings of the port
 * @param mode how it is framed
 * @param units what each unit has
 */
public record ServerPlan(ServerSettings settings, Mode mode, List<Unit> units) {

  /**
   * The points of a unit.
   *
   * @param unit 0 to 255
   * @param device whose they are
   */
  public record Unit(int unit, Device device, List<Point> points) {

    /** Copies the list. */
    public Unit {
      points = List.copyOf(points);
    }
  }

  /** Copies the list. */
  public ServerPlan {
    units = List.copyOf(units);
  }

  static List<ServerPlan> list(Keys keys) {
    return keys.list(
        "servers",
        entry -> {
          List<Unit> units =
              entry.list("devices", ServerPlan::units).stream().flatMap(List::stream).toList();
          if (units.isEmpty()) {
            entry.say("devices", "names no device; give one with name, units and points");
          }
          Set<Integer> numbers = new HashSet<>();
          for (Unit unit : units) {
            if (!numbers.add(unit.unit())) {
              entry.say("devices", "has unit " + unit.unit() + " twice; a unit is one device");
            }
          }
          return new ServerPlan(
              ServerSettings.read(entry)
                  .named(new ServerSettings.PortName("servers[].port", "Modbus port")),
              entry.choice("framing", Mode.class, Mode.MBAP),
              units);
        });
  }

  private static List<Unit> units(Keys entry) {
    NativeForm.Template template = NativeForm.template(entry);
    List<Point> points = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (PointKeys.Polled each : template.points()) {
      points.add(each.point());
      if (!names.add(each.point().key())) {
        entry.say("points", "have the key '" + each.point().key() + "' twice");
      }
    }
    if (points.isEmpty()) {
      entry.say("points", "names none; give those that the device writes");
    }
    String name = entry.text("name");
    String profile = entry.text("profile", "default");
    return NativeForm.units(entry).stream()
        .map(
            unit ->
                new Unit(
                    unit,
                    new Device(
                        name.isBlank()
                            ? "unit " + unit
                            : name.replace("${unit}", Integer.toString(unit)),
                        profile),
                    points))
        .toList();
  }
}
