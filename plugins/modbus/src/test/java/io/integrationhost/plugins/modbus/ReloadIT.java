package io.integrationhost.plugins.modbus;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.testkit.Reloads;
import io.integrationhost.testkit.StartedTransport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The plugin is loaded and unloaded while it polls and writes. {@code -Dmodbus.reloads=100} is the
 * long form; 5 is the default.
 */
@Isolated("counts threads and files of the process")
class ReloadIT {

  @TempDir private Path root;

  @Test
  void leavesNothing() throws Exception {
    new Reloads("modbus", root)
        .run(Integer.getInteger("modbus.reloads", 5), (plugin, number) -> use(plugin));
  }

  private static void use(Reloads.Loaded plugin) throws Exception {
    try (var peer = new ModbusPeer()) {
      Reloads.Served served =
          plugin.start(
              "{connections: [{name: line, host: localhost, maxInFlight: 4, port: "
                  + peer.port()
                  + ", devices: [{name: \"m ${unit}\", units: 1-20, pollPeriod: 10,"
                  + " points: [{key: p, register: holding, address: 1, type:"
                  + " 16uint, write: true}]}]}], servers: [{port: 0, devices:"
                  + " [{name: s, units: 1, points: [{key: p, register: holding,"
                  + " address: 1, type: 16uint}]}]}]}");
      served.uplinks().awaitCount(100);
      byte[] write = Bytes.utf8("{\"p\": 7}");
      StartedTransport.join(
          served.transport().downlink(new Downlink("m 1", ContentType.JSON, write, Map.of())));
      // One more is under way when it stops.
      var unused =
          served.transport().downlink(new Downlink("m 2", ContentType.JSON, write, Map.of()));
      StartedTransport.join(served.transport().stop());
    }
  }
}
