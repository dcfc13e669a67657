package io.integrationhost.plugins.modbus.plan;

import com.typesafe.config.Config;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.TransportContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a slice says.
 *
 * @param keys whose problems are to be thrown
 * @param connections that are dialled, or that dial in
 * @param listen the port where those dial in; empty: none does
 * @param servers ports where devices write to us
 * @param output how readings are handed over
 * @param notes what of a gateway's file is ignored or left out, for people
 */
public record Plan(
    Keys keys,
    List<ConnectionPlan> connections,
    Optional<ServerSettings> listen,
    List<ServerPlan> servers,
    Output output,
    List<String> notes) {

  private static final int MOST_NOTES = 50;

  /** How readings are handed over. */
  public enum Output {
    /** As telemetry and attributes; no converter is asked. */
    DECODED,
    /** As JSON to the converter. */
    CONVERTER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the lists. */
  public Plan {
    connections = List.copyOf(connections);
    servers = List.copyOf(servers);
    notes = List.copyOf(notes);
  }

  /**
   * Reads a slice of either form.
   *
   * @param context of the transport
   * @return legal, whatever the slice says; its keys hold the problems
   */
  public static Plan read(TransportContext context) {
    Config config = context.config();
    boolean isGateway = GatewayFile.isOne(config);
    Keys keys =
        Keys.of(isGateway ? GatewayFile.newer(config) : config, context.overlay(), context::secret);
    List<String> notes = new ArrayList<>();
    List<ConnectionPlan> connections = new ArrayList<>(new NativeForm(keys).connections());
    if (isGateway) {
      boolean gatewayBits = keys.text("bitOrder", "").equalsIgnoreCase("gateway");
      connections.addAll(new GatewayForm(keys, gatewayBits, notes).connections());
    }
    List<ServerPlan> servers = ServerPlan.list(keys);
    Optional<ServerSettings> listen = listen(keys, connections);
    if (connections.isEmpty() && servers.isEmpty()) {
      keys.say(
          "connections",
          "names no device"
              + (notes.isEmpty()
                  ? "; give connections, servers, or a gateway's master.slaves"
                  : ": " + notes.get(0)));
    }
    refuseDoubles(keys, connections, isGateway, notes);
    return new Plan(
        keys,
        connections,
        listen,
        servers,
        keys.choice("output", Output.class, Output.DECODED),
        notes.subList(0, Math.min(notes.size(), MOST_NOTES)));
  }

  private static Optional<ServerSettings> listen(Keys keys, List<ConnectionPlan> connections) {
    List<ConnectionPlan> listening =
        connections.stream().filter(each -> each.peer().isEmpty()).toList();
    Keys section = keys.section("listen");
    if (!section.given("port")) {
      if (!listening.isEmpty()) {
        keys.say(
            "listen.port",
            "is missing, but connection '" + listening.get(0).name() + "' has transport = listen");
      }
      return Optional.empty();
    }
    for (ConnectionPlan one : listening) {
      for (ConnectionPlan other : listening) {
        String begins = one.registration().orElse("");
        if (!one.equals(other) && other.registration().orElse("").startsWith(begins)) {
          keys.say(
              "connections",
              "registration '"
                  + begins
                  + "' begins that of another connection: nobody could tell them apart");
        }
      }
    }
    return Optional.of(
        ServerSettings.read(section)
            .named(new ServerSettings.PortName("listen.port", "dial-in port")));
  }

  private static void refuseDoubles(
      Keys keys, List<ConnectionPlan> connections, boolean isGateway, List<String> notes) {
    Map<String, String> names = new HashMap<>();
    for (ConnectionPlan connection : connections) {
      for (DevicePlan device : connection.devices()) {
        String other = names.putIfAbsent(device.name(), connection.name());
        if (other != null && isGateway) {
          notes.add("device '" + device.name() + "' stands there twice: downlinks go to the first");
        } else if (other != null) {
          keys.say(
              "connections",
              "have device '"
                  + device.name()
                  + "' twice, in '"
                  + other
                  + "' and '"
                  + connection.name()
                  + "'");
        }
      }
    }
  }
}
