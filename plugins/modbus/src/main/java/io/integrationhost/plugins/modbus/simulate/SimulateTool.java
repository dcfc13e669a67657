package io.integrationhost.plugins.modbus.simulate;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.ToolContext;
import io.integrationhost.plugins.modbus.frame.Frame;
import io.integrationhost.plugins.modbus.frame.Mode;
import io.integrationhost.plugins.modbus.plan.Point;
import io.integrationhost.plugins.modbus.plan.Points;
import io.integrationhost.plugins.modbus.plan.ServerPlan;
import io.integrationhost.plugins.modbus.serve.Registers;
import io.integrationhost.plugins.modbus.value.Order;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Devices to be polled over Modbus TCP, for first tests without one. */
public final class SimulateTool implements Tool.Action {

  private static final String HELP =
      "is a Modbus TCP device with a temperature, a power, an energy, a set point and a relay:"
          + " [--port 5020] [--units 1, how many] [--seconds 0, for ever]";

  private static final int MOST_CONNECTIONS = 16;
  private static final String POINTS =
      "[{key: temperature, register: holding, address: 0, type: 32float},"
          + " {key: power, register: holding, address: 2, type: 16int},"
          + " {key: energy, register: holding, address: 4, type: 32uint},"
          + " {key: setPoint, register: holding, address: 10, type: 16uint, write: true},"
          + " {key: relay, register: coil, address: 0, type: bit, write: true}]";

  private final List<Point> points = new ArrayList<>();

  /**
   * The tool.
   *
   * @return named {@code simulate}
   */
  public static Tool tool() {
    return new Tool("simulate", HELP, new SimulateTool());
  }

  private SimulateTool() {
    Keys keys =
        Keys.of(
            ConfigFactory.parseString("{points: " + POINTS + "}"),
            ConfigFactory.empty(),
            name -> Optional.empty());
    points.addAll(keys.list("points", each -> Points.read(each, Order.BIG)));
  }

  @Override
  public int run(ToolContext context) throws Exception {
    Map<String, Integer> options = new HashMap<>(Map.of("port", 5020, "units", 1, "seconds", 0));
    List<String> args = context.args();
    for (int i = 0; i < args.size(); i += 2) {
      String name = args.get(i).replaceFirst("^--", "");
      boolean isWhole = i + 1 < args.size() && args.get(i + 1).matches("\\d{1,6}");
      if (!options.containsKey(name) || !isWhole) {
        context
            .err()
            .println("'" + args.get(i) + "' is no option with a number; usage: simulate: " + HELP);
        return 2;
      }
      options.put(name, Integer.valueOf(args.get(i + 1)));
    }
    if (options.get("port") > 65_535 || options.get("units") < 1 || options.get("units") > 247) {
      context
          .err()
          .println("--port goes to 65535, --units from 1 to 247; usage: simulate: " + HELP);
      return 2;
    }
    Map<Integer, Registers> units = new HashMap<>();
    for (int unit = 1; unit <= options.get("units"); unit++) {
      units.put(
          unit,
          Registers.withoutGaps(
              new ServerPlan.Unit(unit, Device.named("simulated " + unit), points)));
    }
    Set<Socket> open = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(MOST_CONNECTIONS);
    try (var port = new ServerSocket(options.get("port"), 50, InetAddress.getLoopbackAddress())) {
      tell(context, port.getLocalPort(), units.size());
      int seconds = options.get("seconds");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      port.setSoTimeout(200);
      while ((seconds == 0 || System.nanoTime() < end) && !Thread.currentThread().isInterrupted()) {
        accept(port).ifPresent(socket -> begin(context, socket, threads, open, units));
      }
      return 0;
    } catch (BindException e) {
      context
          .err()
          .println(
              "port " + options.get("port") + ": " + e.getMessage() + "; --port takes another");
      return 1;
    } finally {
      threads.shutdownNow();
      // Who waits for a request is not interrupted.
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static void tell(ToolContext context, int port, int units) {
    context.out().println("listening on 127.0.0.1:" + port + "; a configuration that polls it:");
    context
        .out()
        .println(
            "{\"plugin\": \"modbus\", \"connections\": [{\"name\": \"simulated\", \"host\": \"127.0.0.1\", \"port\": "
                + port
                + ", \"devices\": [{\"name\": \"simulated ${unit}\", \"units\": \"1-"
                + units
                + "\", \"pollPeriod\": 1000, \"points\": "
                + POINTS.replaceAll("\\d*[a-zA-Z]\\w*", "\"$0\"").replace("\"true\"", "true")
                + "}]}]}");
  }

  private static Optional<Socket> accept(ServerSocket port) throws IOException {
    try {
      return Optional.of(port.accept());
    } catch (SocketTimeoutException nobody) {
      return Optional.empty();
    }
  }

  private static void begin(
      ToolContext context,
      Socket socket,
      ExecutorService threads,
      Set<Socket> open,
      Map<Integer, Registers> units) {
    open.add(socket);
    threads.execute(
        () -> {
          try (socket) {
            serve(context, socket, units);
          } catch (IOException left) {
            context.err().println(socket.getRemoteSocketAddress() + " has left");
          } finally {
            open.remove(socket);
          }
        });
  }

  private static void serve(ToolContext context, Socket socket, Map<Integer, Registers> units)
      throws IOException {
    socket.setTcpNoDelay(true);
    var in = new DataInputStream(socket.getInputStream());
    while (!Thread.currentThread().isInterrupted()) {
      int transaction = in.readUnsignedShort();
      int protocol = in.readUnsignedShort();
      int length = in.readUnsignedShort();
      if (protocol != 0 || length < 2 || length > Frame.LONGEST_PDU + 1) {
        throw new IOException("no Modbus TCP");
      }
      int unit = in.readUnsignedByte();
      byte[] pdu = in.readNBytes(length - 1);
      Registers registers = units.get(unit);
      if (registers != null) {
        move(registers);
        Registers.Result result = registers.serve(pdu, 0);
        result
            .written()
            .forEach(
                each ->
                    context
                        .out()
                        .println("unit " + unit + ": " + each.key() + " is " + each.value()));
        socket.getOutputStream().write(Mode.MBAP.write(new Frame(transaction, unit, result.pdu())));
      }
    }
  }

  /** Lets time pass for what is measured. */
  private static void move(Registers registers) {
    double seconds = System.nanoTime() / 1e9;
    Map<String, Object> now =
        Map.of(
            "temperature", BigDecimal.valueOf(20 + 5 * Math.sin(seconds / 30)),
            "power", BigDecimal.valueOf((long) (1500 + 300 * Math.sin(seconds / 7))),
            "energy", BigDecimal.valueOf((long) (seconds / 3) % 1_000_000));
    for (Point point : registers.unit().points()) {
      if (now.containsKey(point.key())) {
        registers.serve(point.writing().of(now.get(point.key())).pdu(), 0);
      }
    }
  }
}
