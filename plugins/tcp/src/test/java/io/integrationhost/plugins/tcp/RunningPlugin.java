package io.integrationhost.plugins.tcp;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;

/** A started transport of a plugin that all tests share, as the host's integrations do. */
final class RunningPlugin implements AutoCloseable {

  final RecordingUplinks uplinks = new RecordingUplinks();
  private static final TcpPlugin PLUGIN = new TcpPlugin();

  final TcpTransport transport;

  RunningPlugin(String slice) {
    transport = (TcpTransport) PLUGIN.create(FakeContext.of(slice, uplinks));
    transport.start().toCompletableFuture().orTimeout(20, SECONDS).join();
  }

  TestDevice connect() throws IOException {
    return new TestDevice(transport.port());
  }

  void stop() {
    transport.stop().toCompletableFuture().orTimeout(20, SECONDS).join();
  }

  @Override
  public void close() {
    stop();
  }
}
