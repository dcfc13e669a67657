package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugins.teltonika.codec.Vector;
import io.integrationhost.testkit.SocketDevice;
import io.integrationhost.testkit.StartedTransport;
import io.integrationhost.testkit.TransportContract;
import java.util.List;
import java.util.Optional;

/** What the host relies on in every transport. */
class ContractTest extends TransportContract {

  private static final Vector FRAME =
      Vector.ofTcp().filter(each -> each.name().equals("avl8-wiki-1")).findFirst().orElseThrow();

  @Override
  protected TransportPlugin plugin() {
    return new TeltonikaPlugin();
  }

  @Override
  protected String configuration() {
    return Tracking.slice("");
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of("{}", "{port: 70000}", "{port: 0, deviceName: truck}", "{udpPort: abc}");
  }

  @Override
  protected Optional<String> configurationWithTakenPort(int port) {
    return Optional.of("{port: " + port + "}");
  }

  @Override
  protected void sendFromDevice(StartedTransport started) throws Exception {
    int port = Tracking.port(started.transport().health().detail(), "TCP");
    var device = new SocketDevice(port);
    device.say(Tracking.loginOf(Tracking.IMEI));
    device.say(FRAME.bytes());
    device.endOutput();
  }
}
