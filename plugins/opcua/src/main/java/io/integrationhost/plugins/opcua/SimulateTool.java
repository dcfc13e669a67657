package io.integrationhost.plugins.opcua;

import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.ToolContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** An OPC-UA server with pumps whose values change, for want of a plant. */
final class SimulateTool implements Tool.Action {

  static final String HELP =
      "serves pumps whose values change, on this machine only: [--port 4840] [--pumps 3]"
          + " [--interval-ms 1000] [--count N, how often they change; for ever without it]";

  private static final String USAGE = "usage: simulate: " + HELP;
  private static final int MOST_PUMPS = 10_000;

  private record Pump(
      String name, UaVariableNode flow, UaVariableNode temp, UaVariableNode setPoint) {}

  private final Threads threads;

  SimulateTool(Threads threads) {
    this.threads = threads;
  }

  @Override
  public int run(ToolContext context)
      throws GeneralSecurityException, UaException, InterruptedException {
    try {
      Options options = Options.read(context, Set.of("port", "pumps", "interval-ms", "count"));
      int port = options.number("port", 4840);
      int pumps = options.number("pumps", 3);
      if (port < 1 || port > 65_535 || pumps < 1 || pumps > MOST_PUMPS) {
        throw new Options.WrongException("--port or --pumps is out of range");
      }
      try {
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
      } catch (IOException e) {
        context.err().println("port " + port + ": " + e.getMessage() + "; --port takes another");
        return 1;
      }
      return serve(
          context,
          port,
          pumps,
          options.number("interval-ms", 1_000),
          options.number("count", Integer.MAX_VALUE));
    } catch (Options.WrongException e) {
      context.err().println(e.getMessage() + "; " + USAGE);
      return 2;
    }
  }

  private int serve(ToolContext context, int port, int count, int interval, int times)
      throws GeneralSecurityException, UaException, InterruptedException {
    try (var server = new SimulatedServer(SimulatedServer.Settings.plain(port), threads)) {
      UaFolderNode line = server.folder("Line1", "Line1");
      List<Pump> pumps = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        String id = "Line1.Pump" + i;
        UaObjectNode pump = server.object(line, id, "Pump" + i);
        pumps.add(
            new Pump(
                "Pump" + i,
                server.variable(pump, id + ".Flow", "Flow", 0.0),
                server.variable(pump, id + ".Temp", "Temp", 20f),
                server.variable(pump, id + ".SetPoint", "SetPoint", 10.0)));
      }
      server.start();
      context.out().println("opc.tcp://127.0.0.1:" + port + " serves " + count + " pumps:");
      var proposal = new Proposal();
      proposal.tag("Objects.Line1.Pump1", "Flow");
      proposal.tag("Objects.Line1.Pump1", "Temp");
      context.out().println(proposal.text());
      for (int n = 1; n <= times; n++) {
        turn(context, pumps, n);
        TimeUnit.MILLISECONDS.sleep(interval);
      }
      return 0;
    }
  }

  /** The flow follows what was written to the set point. */
  private static void turn(ToolContext context, List<Pump> pumps, int n) {
    for (Pump each : pumps) {
      Object wanted = each.setPoint().getValue().value().value();
      double point = wanted instanceof Number number ? number.doubleValue() : 0;
      each.flow().setValue(value(Math.round(10 * (point + Math.sin(n / 5.0))) / 10.0));
      each.temp().setValue(value(20f + n % 50 / 10f));
    }
    Pump first = pumps.get(0);
    context.out().println(first.name() + ": Flow " + first.flow().getValue().value().value());
  }

  private static DataValue value(Object value) {
    return new DataValue(new Variant(value));
  }
}
