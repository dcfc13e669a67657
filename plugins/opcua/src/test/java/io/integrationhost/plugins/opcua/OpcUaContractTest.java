package io.integrationhost.plugins.opcua;

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.StartedTransport;
import io.integrationhost.testkit.TransportContract;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What the host relies on in every transport. */
class OpcUaContractTest extends TransportContract {

  private static Pumps pumps;
  private static double flow = 1;

  @BeforeAll
  static void open() throws Exception {
    pumps = Pumps.shared();
    // All threads of the server are there before the first test.
    try (OpcUaPlugin plugin = new OpcUaPlugin();
        StartedTransport started = StartedTransport.start(plugin, pumps.slice(""))) {
      started.uplinks().awaitCount(1);
    }
    Stack.sharedWheelTimer().start();
  }

  @AfterAll
  static void close() {
    pumps.set("Line1.Pump1.Flow", 12.5);
  }

  @Override
  protected TransportPlugin plugin() {
    return new OpcUaPlugin();
  }

  @Override
  protected String configuration() {
    return pumps.slice("");
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of(
        "{}",
        "clientConfiguration { host: localhost }",
        "clientConfiguration { host: localhost, mapping: [] }",
        "clientConfiguration { host: localhost, mapping: [{deviceNodePattern: \"(\"}] }",
        "clientConfiguration { host: localhost, security: Some,"
            + " mapping: [{deviceNodePattern: \"a\"}] }");
  }

  @Override
  protected Optional<String> configurationWithTakenPort(int port) {
    return Optional.empty();
  }

  @Override
  protected void sendFromDevice(StartedTransport started) {
    flow++;
    pumps.set("Line1.Pump1.Flow", flow);
  }
}
