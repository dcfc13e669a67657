package io.integrationhost.testkit;

import io.integrationhost.plugin.TransportPlugin;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

final class LineContractTest extends ServerContract {

  private final int port = FreePort.find();

  @Override
  protected TransportPlugin plugin() {
    return new LinePlugin();
  }

  @Override
  protected String configuration() {
    return "{port: " + port + "}";
  }

  @Override
  protected List<String> badConfigurations() {
    return List.of("{port: 65536}", "{maxLineLength: 9}", "{port: none}");
  }

  @Override
  protected Optional<String> configurationWithTakenPort(int taken) {
    return Optional.of("{port: " + taken + "}");
  }

  @Override
  protected void sendFromDevice(StartedTransport started) throws IOException {
    try (SocketDevice device = new SocketDevice(port)) {
      device.say("boiler t 1\n");
      started.uplinks().awaitCount(1);
    }
  }

  @Override
  protected Dialog dialog() {
    return Dialog.of("boiler t 21.5\n", "OK\n").downlink("boiler", "on\n", "on\n");
  }
}
