package io.integrationhost.plugins.teltonika;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.RecordedUplinks;
import io.integrationhost.testkit.SocketDevice;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A started transport of a plugin that all tests share, as the host's integrations do. */
final class Tracking implements AutoCloseable {

  static final String IMEI = "356307042441013";
  static final String OTHER_IMEI = "123456789012345";

  private static final TeltonikaPlugin PLUGIN = new TeltonikaPlugin();

  private final StartedTransport started;

  /** TCP and UDP on free ports, with more settings. */
  Tracking(String settings) {
    started = StartedTransport.start(PLUGIN, FakeContext.of(slice(settings)));
  }

  Tracking() {
    this("");
  }

  static String slice(String settings) {
    return "port: 0, udpPort: 0, bindAddress: localhost\n" + settings;
  }

  StartedTransport started() {
    return started;
  }

  RecordedUplinks uplinks() {
    return started.uplinks();
  }

  int port(String protocol) {
    return port(started.transport().health().detail(), protocol);
  }

  static int port(String detail, String protocol) {
    Matcher port = Pattern.compile(protocol + " port (\\d+)").matcher(detail);
    assertThat(port.find()).as(detail).isTrue();
    return Integer.parseInt(port.group(1));
  }

  SocketDevice connect() throws IOException {
    return new SocketDevice(port("TCP"));
  }

  /** A device that has logged in. */
  SocketDevice login(String imei) throws IOException {
    SocketDevice device = connect();
    device.say(loginOf(imei));
    expect(device, "01");
    return device;
  }

  SocketDevice login() throws IOException {
    return login(IMEI);
  }

  static byte[] loginOf(String imei) {
    return hex("000f" + HexFormat.of().formatHex(imei.getBytes(StandardCharsets.US_ASCII)));
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  static void expect(SocketDevice device, String hex) throws IOException {
    assertThat(HexFormat.of().formatHex(device.hear(hex.length() / 2))).isEqualTo(hex);
  }

  List<Uplink.Telemetry> telemetry() {
    return uplinks().of(Uplink.Telemetry.class);
  }

  /** Connections that the transport has, as its health says. */
  boolean hasConnections(int count) {
    return started.transport().health().detail().contains(", " + count + " connections");
  }

  @Override
  public void close() {
    started.close();
  }
}
