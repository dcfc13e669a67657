package io.integrationhost.testkit;

import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Uplink;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** A listening transport on virtual sockets, and the devices that a contract sends to it. */
final class VirtualServer implements AutoCloseable {

  private final TransportPlugin plugin;
  private final Dialog dialog;
  private final VirtualContext context;
  private final Transport transport;
  private int devices;

  VirtualServer(TransportPlugin plugin, String slice, Dialog dialog) {
    this.plugin = plugin;
    this.dialog = dialog;
    this.context = VirtualContext.virtual(slice);
    this.transport = plugin.create(context);
    context.join(transport.start());
  }

  VirtualContext context() {
    return context;
  }

  Transport transport() {
    return transport;
  }

  RecordedUplinks uplinks() {
    return context.uplinks();
  }

  /** A device with an address of its own. */
  VirtualDevice connect() {
    int number = ++devices;
    return connect("10.0." + number / 250 + "." + (1 + number % 250));
  }

  VirtualDevice connect(String address) {
    return context.connect(
        new InetSocketAddress(address, 40_000 + ++devices), context.ports().get(0));
  }

  /** A new device says this in pieces, one write each, and leaves. */
  Outcome hears(List<byte[]> pieces) {
    int before = uplinks().count();
    VirtualDevice device = connect();
    pieces.forEach(device::say);
    byte[] heard = device.heard();
    device.close();
    return Outcome.of(since(before), heard);
  }

  List<Uplink> since(int before) {
    List<Uplink> all = uplinks().all();
    return all.subList(before, all.size());
  }

  /** A new device says what it should and is heard. */
  void serves() {
    int before = uplinks().count();
    VirtualDevice device = connect();
    device.say(dialog.said(1));
    byte[] heard = device.heard();
    if (since(before).isEmpty() || !Arrays.equals(heard, dialog.heard(1))) {
      throw new AssertionError(
          "a new device is not served any more: "
              + Outcome.of(since(before), heard)
              + ", health is "
              + transport.health());
    }
    device.close();
  }

  void stop() {
    context.join(transport.stop());
  }

  @Override
  public void close() {
    stop();
    plugin.close();
    context.close();
  }
}
