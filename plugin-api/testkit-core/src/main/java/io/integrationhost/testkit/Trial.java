package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Uplink;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * One device that talks with a transport which is built on the kit, in virtual time and on virtual
 * sockets, so that a test is one line:
 *
 * <pre>{@code
 * private final Trial trial = Trial.of(new LinePlugin(), "{}");
 *
 * @Test
 * void stores() {
 *   trial.say("boiler temperature 21.5\n").hears("OK\n").stored("boiler", "temperature", 21.5);
 * }
 * }</pre>
 *
 * <p>Every method that tells what is expected fails with an {@link AssertionError} when it is not
 * so. Text is UTF-8; the methods with {@code Hex} take digits, in which blanks may stand. For the
 * thread that made it; opens no port and starts no thread, so closing it is needed only to see the
 * transport stop.
 */
public final class Trial implements AutoCloseable {

  private static final String ADDRESS = "10.0.0.1";
  private static final int FIRST_PORT = 40_001;

  private final TransportPlugin plugin;
  private final VirtualContext context;
  private final Transport transport;
  private VirtualDevice device;
  private int connections;

  private Trial(TransportPlugin plugin, String slice) {
    this.plugin = plugin;
    this.context = VirtualContext.virtual(slice);
    this.transport = plugin.create(context);
    context.join(transport.start());
    connect();
  }

  /**
   * A device, with the address 10.0.0.1, that is connected to the first port of a transport.
   *
   * @param slice the transport's configuration, as JSON or HOCON, over the {@code plugin.conf} of
   *     the class path
   */
  public static Trial of(TransportPlugin plugin, String slice) {
    return new Trial(plugin, slice);
  }

  /** The device connects anew, from another port; a connection that it has stays open. */
  public Trial connect() {
    connections++;
    device =
        context.connect(
            new InetSocketAddress(ADDRESS, FIRST_PORT + connections - 1), context.ports().get(0));
    return this;
  }

  /** The device ends its connection. */
  public Trial leaves() {
    device.close();
    return this;
  }

  /** The device sends a text. */
  public Trial say(String text) {
    return say(Bytes.utf8(text));
  }

  /** The device sends the bytes of hexadecimal digits. */
  public Trial sayHex(String digits) {
    return say(hex(digits));
  }

  /** The device sends bytes, at once. */
  public Trial say(byte[] bytes) {
    device.say(bytes);
    return this;
  }

  /** The device is sent this text next. */
  public Trial hears(String text) {
    String heard = Bytes.utf8(device.take(Bytes.utf8(text).length));
    assertThat(heard).as("what the device hears").isEqualTo(text);
    return this;
  }

  /** The device is sent the bytes of these digits next. */
  public Trial hearsHex(String digits) {
    byte[] bytes = hex(digits);
    assertThat(Bytes.hex(device.take(bytes.length)))
        .as("what the device hears")
        .isEqualTo(Bytes.hex(bytes));
    return this;
  }

  /** The device was sent nothing that was not heard yet. */
  public Trial hearsNothing() {
    byte[] more = device.heard();
    assertThat(more.length).as("the device hears '%s'", Bytes.utf8(more)).isZero();
    return this;
  }

  /** The transport has ended the connection. */
  public Trial isClosed() {
    assertThat(device.isConnected()).as("the device is connected").isFalse();
    return this;
  }

  /** The connection is there. */
  public Trial isOpen() {
    assertThat(device.isConnected()).as("the device is connected").isTrue();
    return this;
  }

  /** Time passes, and what is due on the way is done. */
  public Trial passes(Duration time) {
    context.passes(time);
    return this;
  }

  /**
   * A reading was published that the plugin decoded itself.
   *
   * @param entity name of the device or asset
   * @param key of telemetry or attribute
   * @param value whole number, number with a fraction, flag or text
   */
  public Trial stored(String entity, String key, Object value) {
    context.run();
    Decoded.of(context.uplinks().all()).assertHas(entity, key, value);
    return this;
  }

  /** Payloads were published for the converter, these texts and no other, in this order. */
  public Trial published(String... texts) {
    context.run();
    assertThat(context.uplinks().texts()).as("payloads").containsExactly(texts);
    return this;
  }

  /** Payloads were published for the converter, these bytes and no other, in this order. */
  public Trial publishedHex(String... digits) {
    context.run();
    assertThat(context.uplinks().payloads().stream().map(one -> Bytes.hex(one.bytes())))
        .as("payloads")
        .containsExactlyElementsOf(
            List.of(digits).stream().map(Trial::hex).map(Bytes::hex).toList());
    return this;
  }

  /** Nothing was published. */
  public Trial publishedNothing() {
    context.run();
    List<Uplink> all = context.uplinks().all();
    assertThat(all).as("uplinks").isEmpty();
    return this;
  }

  /** The host refuses all uplinks from now on. */
  public Trial hostRefuses(Receipt.Reason reason, String message) {
    context.uplinks().reject(reason, message);
    return this;
  }

  /** A text is sent to a device by ThingsBoard, and the transport takes it. */
  public Trial downlink(String deviceName, String text) {
    return downlink(deviceName, ContentType.TEXT, Bytes.utf8(text));
  }

  /** Bytes are sent to a device by ThingsBoard, and the transport takes them. */
  public Trial downlinkHex(String deviceName, String digits) {
    return downlink(deviceName, ContentType.BINARY, hex(digits));
  }

  private Trial downlink(String deviceName, ContentType type, byte[] bytes) {
    context.join(transport.downlink(new Downlink(deviceName, type, bytes, Map.of())));
    return this;
  }

  /** A text is sent to a device by ThingsBoard, and the transport refuses it for this reason. */
  public Trial refuses(String deviceName, String text, TransportException.Kind kind) {
    Throwable thrown = catchThrowable(() -> downlink(deviceName, text));
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    assertThat(cause)
        .as("why the downlink '%s' is refused", text)
        .isInstanceOfSatisfying(
            TransportException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    return this;
  }

  /** The host's side: uplinks, wire, metrics, memory, time. */
  public VirtualContext context() {
    return context;
  }

  /** The transport, started. */
  public Transport transport() {
    return transport;
  }

  static byte[] hex(String digits) {
    return Bytes.hex(digits.replaceAll("\\s", ""));
  }

  /** Stops the transport, and fails when it does not stop. */
  @Override
  public void close() {
    context.join(transport.stop());
    plugin.close();
    context.close();
  }
}
