package io.integrationhost.plugins.modbus;

import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugins.modbus.plan.ConnectionPlan;
import io.integrationhost.plugins.modbus.plan.Plan;
import io.integrationhost.plugins.modbus.poll.Caller;
import io.integrationhost.plugins.modbus.poll.Ground;
import io.integrationhost.plugins.modbus.poll.Line;
import io.integrationhost.plugins.modbus.poll.Lines;
import io.integrationhost.plugins.modbus.poll.Talk;
import io.integrationhost.plugins.modbus.serve.Server;
import io.integrationhost.plugins.modbus.simulate.SimulateTool;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugin {@code modbus}. */
public final class ModbusPlugin implements TransportPlugin {

  private static final Logger log = LoggerFactory.getLogger(ModbusPlugin.class);

  /** After so long a pause the beginning of a request in RTU is given up. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Kit kit = new Kit("modbus");

  @Override
  public Transport create(TransportContext context) {
    Plan plan = Plan.read(context);
    // Before anything is counted: a slice that is wrong leaves nothing behind.
    plan.keys().check();
    String who =
        "integration '" + context.integration() + "', transport '" + context.transport() + "'";
    plan.notes().forEach(note -> log.warn("{}: {}", who, note));
    Ground ground = Ground.of(context, new LimitedLog(log, who), plan.output());
    var lines = new Lines(plan.connections(), ground);
    KitTransport.Builder builder = kit.transport(context, plan.keys()).noDownlinks();
    lines.all().forEach(line -> dial(builder, line));
    List<Line> calling = lines.all().stream().filter(line -> line.plan().peer().isEmpty()).toList();
    plan.listen()
        .ifPresent(
            port -> builder.tcp(port, Caller.framing(calling), each -> new Caller(calling, each)));
    List<Server> servers = plan.servers().stream().map(each -> new Server(each, ground)).toList();
    servers.forEach(
        each ->
            builder.tcp(
                each.plan().settings(),
                each.plan().mode().framing(true, PATIENCE),
                each::conversation));
    boolean dials = plan.connections().stream().anyMatch(each -> each.peer().isPresent());
    Placement where = dials ? Placement.ONE_HOST : Placement.EVERY_HOST;
    return new ModbusTransport(
        builder.placement(where).build(), lines, servers, plan.notes(), where);
  }

  private static void dial(KitTransport.Builder builder, Line line) {
    ConnectionPlan plan = line.plan();
    var framing = plan.mode().framing(false, plan.limits().timeout().dividedBy(2));
    plan.peer()
        .ifPresent(
            peer -> {
              if (plan.datagrams()) {
                builder.dialUdp(peer, framing, session -> new Talk(line, session));
              } else {
                builder.dial(peer, framing, session -> new Talk(line, session));
              }
            });
  }

  @Override
  public List<Tool> tools() {
    return List.of(SimulateTool.tool());
  }

  @Override
  public Set<String> serves() {
    return Set.of("MODBUS");
  }

  /** Ends all threads of the plugin; takes a few seconds at most. */
  @Override
  public void close() {
    kit.close();
  }
}
