package io.integrationhost.plugins.opcua;

import io.integrationhost.testkit.Reloads;
import io.integrationhost.testkit.StartedTransport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin is loaded and unloaded while values change, with two integrations that share its
 * threads. {@code -Dopcua.reloads=100} is the long form; 2 is the default.
 */
class ReloadIT {

  @TempDir private Path root;

  @Test
  void leavesNothing() throws Exception {
    Pumps pumps = Pumps.shared();
    try {
      new Reloads("opcua", root)
          .run(
              Integer.getInteger("opcua.reloads", 2),
              (plugin, number) -> use(plugin, number, pumps));
    } finally {
      pumps.set("Line1.Pump1.Flow", 12.5);
    }
  }

  private static void use(Reloads.Loaded plugin, int number, Pumps pumps) throws Exception {
    Reloads.Served first = plugin.start(pumps.slice(""));
    Reloads.Served second = plugin.start(pumps.slice(""));
    second.uplinks().awaitCount(2);
    StartedTransport.join(second.transport().stop());
    // The other one's end has not taken the threads away that both use.
    first.uplinks().awaitCount(2);
    pumps.set("Line1.Pump1.Flow", 1000.0 + number);
    first.uplinks().awaitCount(3);
  }
}
