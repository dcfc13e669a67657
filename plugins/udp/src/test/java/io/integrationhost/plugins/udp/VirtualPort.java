package io.integrationhost.plugins.udp;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Transport;
import io.integrationhost.testkit.VirtualContext;
import io.integrationhost.testkit.VirtualDevice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A transport of the plugin in a network and a time of its own. */
final class VirtualPort implements AutoCloseable {

  private final UdpPlugin plugin = new UdpPlugin();
  final VirtualContext context;
  final Transport transport;

  VirtualPort(String slice) {
    context = VirtualContext.virtual(slice);
    transport = plugin.create(context);
    context.join(transport.start());
  }

  /** ThingsBoard's form with this handler. */
  static VirtualPort official(String handler) {
    return new VirtualPort(
        "{\"clientConfiguration\":{\"port\":11560,\"soBroadcast\":true,\"soRcvBuf\":64,"
            + "\"cacheSize\":1000,\"timeToLiveInMinutes\":1440,\"handlerConfiguration\":"
            + handler
            + "},\"metadata\":{\"site\":\"north\"}}");
  }

  VirtualDevice device(int number) {
    return context.sender(address(number), context.ports().get(0));
  }

  /** One of some sixteen million addresses. */
  static InetSocketAddress address(int number) {
    byte[] bytes = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), 4000);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  CompletionStage<Void> downlink(String device, String text) {
    return transport.downlink(new Downlink(device, ContentType.TEXT, Bytes.utf8(text), Map.of()));
  }

  String health() {
    return transport.health().detail();
  }

  @Override
  public void close() {
    context.join(transport.stop());
    context.close();
    plugin.close();
  }
}
