package io.integrationhost.plugins.opcua;

import io.integrationhost.testkit.FreePort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/** A plant with pumps, on a server of Milo's, on a port that stays the same over restarts. */
final class Pumps implements AutoCloseable {

  private final int port;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, UaVariableNode> variables = new LinkedHashMap<>();
  private SimulatedServer server;
  private UaFolderNode line;
  private final int count;

  private static Optional<Pumps> shared = Optional.empty();

  /** Two pumps for all tests that leave them as they were; a server takes a while to be made. */
  static synchronized Pumps shared() throws Exception {
    if (shared.isEmpty()) {
      shared = Optional.of(new Pumps(2));
    }
    return shared.get();
  }

  Pumps(int count) throws Exception {
    this(SimulatedServer.Settings.plain(FreePort.find()), count);
  }

  Pumps(SimulatedServer.Settings settings, int count) throws Exception {
    this.port = settings.port();
    this.count = count;
    start(settings);
  }

  final void start(SimulatedServer.Settings settings) throws Exception {
    server = new SimulatedServer(settings, this::thread);
    line = server.folder("Line1", "Line1");
    for (int i = 1; i <= count; i++) {
      add(i);
    }
    server.start();
  }

  /** Adds a pump, which a scan finds whole or not at all. */
  final void add(int i) {
    String id = "Line1.Pump" + i;
    UaObjectNode pump = server.loose(id, "Pump" + i);
    add(pump, id, "Flow", 12.5 * i);
    add(pump, id, "Temp", 21.6f);
    add(pump, id, "Running", true);
    add(pump, id, "SetPoint", Unsigned.uint(100));
    add(pump, id, "Levels", new Integer[] {1, 2, 3});
    UaObjectNode motor = server.object(pump, id + ".Motor", "Motor" + i);
    add(motor, id + ".Motor", "Speed", (short) 1450);
    server.hang(pump, line);
  }

  /** Takes a pump away. */
  void remove(int i) {
    server.remove("Line1.Pump" + i);
  }

  private Thread thread(Runnable task) {
    var thread = new Thread(task, "pumps");
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  /** After a restart it has the value that it had before. */
  private void add(UaObjectNode parent, String id, String name, Object first) {
    UaVariableNode former = variables.get(id + "." + name);
    Object value = former == null ? first : former.getValue().value().value();
    variables.put(id + "." + name, server.variable(parent, id + "." + name, name, value));
  }

  int port() {
    return port;
  }

  SimulatedServer server() {
    return server;
  }

  /** Names as {@code Line1.Pump1.Flow}. */
  UaVariableNode variable(String name) {
    return variables.get(name);
  }

  void set(String name, Object value) {
    variable(name).setValue(new DataValue(new Variant(value)));
  }

  /** The form's configuration for this server, with more keys. */
  String slice(String more) {
    return """
        {clientConfiguration: {host: "127.0.0.1", port: %d, security: None,
          mapping: [{deviceNodePattern: "Objects\\\\.Line1\\\\.Pump\\\\d+$", mappingType: FQN, namespace: null,
            subscriptionTags: [{key: flow, path: Flow, required: true}, {key: temp, path: Temp}]}]},
         publishingInterval: 20, samplingInterval: 20, retry.first: 100, retry.most: 500
         %s}
        """
        .formatted(port, more);
  }

  void restart() throws Exception {
    server.close();
    start(SimulatedServer.Settings.plain(port));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
