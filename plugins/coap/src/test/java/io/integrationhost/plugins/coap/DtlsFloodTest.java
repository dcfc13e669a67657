package io.integrationhost.plugins.coap;

import static io.integrationhost.plugins.coap.RunningPlugin.KEY;
import static io.integrationhost.plugins.coap.RunningPlugin.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.StartedTransport;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A device that shakes hands again and again, and one that is connected, while strangers begin
 * handshakes as fast as they can; {@code -Dcoap.flood=SECONDS} of it, on a quiet machine: then
 * neither may wait longer than a second.
 */
class DtlsFloodTest {

  private static final String LONG = "coap.flood";
  private static final int FEW = 1_000;
  private static final int MOST_CONNECTIONS = 10_000;

  private final RunningPlugin plugin = new RunningPlugin();

  @AfterEach
  void close() {
    plugin.close();
  }

  @ParameterizedTest
  @EnumSource
  void servesDevicesMeanwhile(Hellos.Kind kind) throws Exception {
    boolean isLong = Integer.getInteger(LONG) != null;
    long millis = isLong ? TimeUnit.SECONDS.toMillis(Integer.getInteger(LONG)) : 100;
    Certificate made = Certificate.make();
    StartedTransport transport =
        plugin.start(
            "clientConfiguration.securityMode: DTLS, dtls.maxConnections: "
                + MOST_CONNECTIONS
                + ", psk { meter: \"the secret\" }, tls {"
                + " certificate: \""
                + made.certificate()
                + "\", key: \""
                + made.key()
                + "\" }");
    InetSocketAddress port = ((CoapTransport) transport.transport()).addresses().get(0);
    String uri = uri("coaps", transport, 0, "/i/" + KEY);
    long longestNew = 0;
    long longestOld = 0;
    int handshakes = 0;
    try (var connected = TestDevice.sharing("meter", "the secret")) {
      nanosOf(connected, uri);
      try (var hellos = new Hellos(port.getPort(), kind, isLong ? Long.MAX_VALUE : FEW)) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
          try (var device = TestDevice.sharing("meter", "the secret")) {
            longestNew = Math.max(longestNew, nanosOf(device, uri));
          }
          longestOld = Math.max(longestOld, nanosOf(connected, uri));
          handshakes++;
        }
        System.out.printf(
            "%s: %d hellos in %d ms, %d half open; %d handshakes of a device, the longest %d ms;"
                + " one that is connected waits %d ms at most; %d MB of heap in use%n",
            kind,
            hellos.sent(),
            millis,
            hellos.halfOpen(),
            handshakes,
            TimeUnit.NANOSECONDS.toMillis(longestNew),
            TimeUnit.NANOSECONDS.toMillis(longestOld),
            usedMegabytes());
        if (isLong) {
          assertThat(longestNew).as("handshake").isLessThan(TimeUnit.SECONDS.toNanos(1));
          assertThat(longestOld).as("message").isLessThan(TimeUnit.SECONDS.toNanos(1));
          assertThat(kind != Hellos.Kind.HALF_OPEN || hellos.halfOpen() > MOST_CONNECTIONS)
              .as("half-open ones are more than there may be connections")
              .isTrue();
        }
      }
    }
  }

  private static long nanosOf(TestDevice device, String uri) throws Exception {
    long start = System.nanoTime();
    assertThat(device.ask(device.post(uri, "1")).getCode()).isEqualTo(ResponseCode.CREATED);
    return System.nanoTime() - start;
  }

  private static long usedMegabytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
