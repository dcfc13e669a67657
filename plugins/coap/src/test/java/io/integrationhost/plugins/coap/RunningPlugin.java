package io.integrationhost.plugins.coap;

import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.RecordedUplinks;
import io.integrationhost.testkit.StartedTransport;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A plugin with its transports, as integrations of a host have them. */
final class RunningPlugin implements AutoCloseable {

  static final String KEY = "7d0c2f9e-5b1a-4c8e-9a70-1f2e3d4c5b6a";

  private final CoapPlugin plugin = new CoapPlugin();
  private final List<StartedTransport> started = new ArrayList<>();

  /** Starts a transport with the routing key {@link #KEY}. */
  StartedTransport start(String slice) {
    return start(KEY, slice);
  }

  StartedTransport start(String routingKey, String slice) {
    FakeContext context =
        FakeContext.of("bindAddress: localhost, port: 0, dtls.port: 0, " + slice)
            .routingKey(routingKey);
    StartedTransport transport = StartedTransport.start(plugin, context);
    started.add(transport);
    return transport;
  }

  CoapPlugin plugin() {
    return plugin;
  }

  static String uri(StartedTransport transport, String path) {
    return uri("coap", transport, 0, path);
  }

  /** Of the port that the transport entered as its n-th. */
  static String uri(String scheme, StartedTransport transport, int n, String path) {
    InetSocketAddress address = ((CoapTransport) transport.transport()).addresses().get(n);
    return scheme + "://127.0.0.1:" + address.getPort() + path;
  }

  static RecordedUplinks uplinks(StartedTransport transport) {
    return transport.uplinks();
  }

  @Override
  public void close() {
    started.forEach(StartedTransport::close);
    plugin.close();
  }
}
