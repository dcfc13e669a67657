package io.integrationhost.plugins.tcp;

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.testkit.Dialog;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.ServerContract;
import io.integrationhost.testkit.SocketDevice;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What devices do to a port of our own form, well or ill. */
class TcpServerContractTest extends ServerContract {

  private final int port = FreePort.find();

  @Override
  protected TransportPlugin plugin() {
    return new TcpPlugin();
  }

  @Override
  protected String configuration() {
    return "{port: "
        + port
        + ", framing {type: TEXT, maxFrameLength: 1000}, replies {onStored: \"OK\"}}";
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of("{port: 1, framing {type: FIXED}}");
  }

  @Override
  protected Optional<String> configurationWithTakenPort(int taken) {
    return Optional.of("{port: " + taken + "}");
  }

  @Override
  protected void sendFromDevice(StartedTransport started) throws IOException {
    try (SocketDevice device = new SocketDevice(port)) {
      device.say("25,40,94\n");
      device.endOutput();
    }
  }

  @Override
  protected Dialog dialog() {
    return Dialog.of("25,40,94\n", "OK");
  }
}
