package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.plugin.Transport;
import io.integrationhost.testkit.RecordedUplinks;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;

/** A started transport of a plugin that all tests share, as the host's integrations do. */
final class RunningPlugin implements AutoCloseable {

  private static final TcpPlugin PLUGIN = new TcpPlugin();

  private final StartedTransport started;
  final RecordedUplinks uplinks;
  final Transport transport;

  RunningPlugin(String slice) {
    started = StartedTransport.start(PLUGIN, slice);
    uplinks = started.uplinks();
    transport = started.transport();
  }

  TestDevice connect() throws IOException {
    return new TestDevice(port());
  }

  int port() {
    return port(transport);
  }

  /** The bound port of a transport of this plugin. */
  static int port(Transport transport) {
    return ((KitTransport) transport).port();
  }

  void stop() {
    started.stop();
  }

  @Override
  public void close() {
    started.close();
  }
}
