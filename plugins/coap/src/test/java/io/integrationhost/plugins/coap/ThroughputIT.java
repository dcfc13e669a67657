package io.integrationhost.plugins.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.HostExtension;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A whole host beside a bare resource of the library that answers at once, in turns; {@code
 * -Dcoap.bench=SECONDS} for each turn. Processor time is that of the process, devices included. The
 * build's tests check assertions, which are most of what a script then costs, and compile little:
 * {@code -DenableAssertions=false -Dtest.jvm=-Xmx1g} for figures.
 */
@EnabledIfSystemProperty(named = "coap.bench", matches = "\\d+")
class ThroughputIT {

  private static final int PORT = FreePort.find();
  private static final int DEVICES = 200;
  private static final int TURNS = 3;

  @RegisterExtension
  static final HostExtension HOST =
      HostExtension.packagedPlugin()
          .configuration(
              "{\"port\": "
                  + PORT
                  + ", \"clientConfiguration\": {\"securityMode\": \"NO_SECURE\","
                  + " \"coapEndpoint\": \"coap://localhost/i\"}}");

  private record Turn(double perSecond, double microsEach) {}

  @Test
  void isNotFarBehindABareResource() throws Exception {
    Duration time = Duration.ofSeconds(Integer.getInteger("coap.bench"));
    double best = 0;
    try (Bare bare = new Bare()) {
      var host = new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
      String path = "i/" + HOST.thingsBoard().configuration().routingKey();
      for (int i = 0; i < TURNS; i++) {
        Turn ofBare = turn(bare.address(), "bare", time);
        Turn ofHost = turn(host, path, time);
        double share = ofHost.perSecond() / ofBare.perSecond();
        best = Math.max(best, share);
        System.out.printf(
            "bare %.0f/s %.0f us each, host %.0f/s %.0f us each, share %.2f%n",
            ofBare.perSecond(),
            ofBare.microsEach(),
            ofHost.perSecond(),
            ofHost.microsEach(),
            share);
      }
    }
    assertThat(best).isPositive();
  }

  private static Turn turn(InetSocketAddress to, String path, Duration time) throws Exception {
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (var devices =
        new BusyDevices(DEVICES, to, path, "{\"deviceName\": \"boiler\", \"temperature\": 25}")) {
      long before = process.getProcessCpuTime();
      long answered = devices.run(time);
      long spent = process.getProcessCpuTime() - before;
      return new Turn(answered * 1000.0 / time.toMillis(), spent / 1000.0 / answered);
    }
  }

  /** The library with a resource that does nothing. */
  private static final class Bare implements AutoCloseable {
    private final CoapServer server;
    private final CoapEndpoint endpoint;

    Bare() {
      CoapConfig.register();
      UdpConfig.register();
      var config =
          new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS)
              .set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP)
              .set(CoapConfig.PEERS_MARK_AND_SWEEP_MESSAGES, 4);
      endpoint =
          new CoapEndpoint.Builder()
              .setConfiguration(config)
              .setInetSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .build();
      server = new CoapServer(config);
      server.addEndpoint(endpoint);
      server.add(
          new CoapResource("bare") {
            @Override
            public void handlePOST(CoapExchange exchange) {
              exchange.respond(ResponseCode.CREATED);
            }
          });
      server.start();
    }

    InetSocketAddress address() {
      return endpoint.getAddress();
    }

    @Override
    public void close() {
      server.destroy();
    }
  }
}
