package io.integrationhost.plugins.coap;

import static io.integrationhost.plugins.coap.RunningPlugin.KEY;
import static io.integrationhost.plugins.coap.RunningPlugin.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DtlsTest {

  private static final String SHARED = "psk { meter: \"the shared secret\" }";
  private static final String DTLS = "clientConfiguration.securityMode: DTLS, " + SHARED;

  private final RunningPlugin plugin = new RunningPlugin();

  @AfterEach
  void close() {
    plugin.close();
  }

  @Test
  void takesADeviceWithItsKey() throws Exception {
    StartedTransport transport = plugin.start(DTLS + ", connectionMetadata: true");
    try (var device = TestDevice.sharing("meter", "the shared secret")) {
      Response response = device.ask(device.post(uri("coaps", transport, 0, "/i/" + KEY), "1"));
      assertThat(response.getCode()).isEqualTo(ResponseCode.CREATED);
    }
    assertThat(transport.uplinks().payloads().get(0).metadata()).containsEntry("identity", "meter");
  }

  @Test
  void turnsAwayAWrongKey() throws Exception {
    StartedTransport transport = plugin.start(DTLS);
    try (var device = TestDevice.sharing("meter", "another secret")) {
      Request request = device.send(device.post(uri("coaps", transport, 0, "/i/" + KEY), "1"));
      assertThat(request.waitForResponse(4_000)).isNull();
    }
    assertThat(transport.uplinks().count()).isZero();
  }

  @Test
  void aKeyReachesItsOwnIntegrationOnly() throws Exception {
    int port = FreePort.find();
    StartedTransport one = plugin.start("one", DTLS + ", dtls.port: " + port);
    StartedTransport two =
        plugin.start("two", (DTLS + ", dtls.port: " + port).replace("meter", "pump"));
    try (var device = TestDevice.sharing("meter", "the shared secret")) {
      assertThat(device.ask(device.post(uri("coaps", one, 0, "/i/one"), "1")).getCode())
          .isEqualTo(ResponseCode.CREATED);
      Response refused = device.ask(device.post(uri("coaps", one, 0, "/i/two"), "1"));
      assertThat(refused.getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
    }
    assertThat(one.uplinks().count()).isEqualTo(1);
    assertThat(two.uplinks().count()).isZero();
  }

  /** ThingsBoard's own takes plain CoAP there, too, and refuses DTLS in MIXED. */
  @Test
  void eachModeTakesWhatItSays() throws Exception {
    int plain = FreePort.find();
    int secure = FreePort.find();
    String ports = ", port: " + plain + ", dtls.port: " + secure;
    plugin.start("none", "clientConfiguration.securityMode: NO_SECURE" + ports + ", " + SHARED);
    plugin.start("dtls", (DTLS + ports).replace("meter", "pump"));
    plugin.start(
        "both",
        "clientConfiguration.securityMode: MIXED, psk { valve: \"the shared secret\" }" + ports);
    try (var device = TestDevice.plain();
        var pump = TestDevice.sharing("pump", "the shared secret");
        var valve = TestDevice.sharing("valve", "the shared secret")) {
      String coap = "coap://127.0.0.1:" + plain + "/i/";
      String coaps = "coaps://127.0.0.1:" + secure + "/i/";
      assertThat(device.ask(device.post(coap + "none", "1")).getCode())
          .isEqualTo(ResponseCode.CREATED);
      assertThat(device.ask(device.post(coap + "both", "1")).getCode())
          .isEqualTo(ResponseCode.CREATED);
      Response plainRefused = device.ask(device.post(coap + "dtls", "1"));
      assertThat(plainRefused.getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
      assertThat(plainRefused.getPayloadString()).contains("coaps://");
      assertThat(pump.ask(pump.post(coaps + "dtls", "1")).getCode())
          .isEqualTo(ResponseCode.CREATED);
      assertThat(valve.ask(valve.post(coaps + "both", "1")).getCode())
          .isEqualTo(ResponseCode.CREATED);
      Response secureRefused = pump.ask(pump.post(coaps + "none", "1"));
      assertThat(secureRefused.getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
      assertThat(secureRefused.getPayloadString()).contains("coap://");
    }
  }

  @Test
  void showsItsCertificate() throws Exception {
    var made = Certificate.make();
    StartedTransport transport =
        plugin.start(
            "clientConfiguration.securityMode: DTLS, tls { certificate: \""
                + made.certificate()
                + "\", key: \""
                + made.key()
                + "\" }");
    try (var device = TestDevice.withoutCertificate()) {
      Response response = device.ask(device.post(uri("coaps", transport, 0, "/i/" + KEY), "1"));
      assertThat(response.getCode()).isEqualTo(ResponseCode.CREATED);
    }
    assertThat(transport.transport().health().detail()).contains("ends on");
  }

  @Test
  void secretsComeFromTheHost() throws Exception {
    FakeContext context =
        FakeContext.of(
                "bindAddress: localhost, dtls.port: 0, clientConfiguration.securityMode: DTLS,"
                    + " psk { \"urn:dev.1\": \"secret:meter-key\" }")
            .routingKey(KEY)
            .secret("meter-key", "hex:0011223344");
    try (StartedTransport transport = StartedTransport.start(plugin.plugin(), context);
        var device = TestDevice.sharing("urn:dev.1", "\u0000\u0011\"3D")) {
      Response response = device.ask(device.post(uri("coaps", transport, 0, "/i/" + KEY), "1"));
      assertThat(response.getCode()).isEqualTo(ResponseCode.CREATED);
    }
  }

  /** Nobody's handshake waits for a file: what is new counts when it was read beside. */
  @Test
  void aHandshakeReadsNoSecret() throws Exception {
    FakeContext context =
        FakeContext.of(
                "bindAddress: localhost, dtls.port: 0, clientConfiguration.securityMode: DTLS,"
                    + " psk { meter: \"secret:meter-key\" }")
            .routingKey(KEY)
            .secret("meter-key", "the first");
    try (StartedTransport transport = StartedTransport.start(plugin.plugin(), context)) {
      context.secret("meter-key", "the second");
      String uri = uri("coaps", transport, 0, "/i/" + KEY);
      try (var device = TestDevice.sharing("meter", "the first")) {
        assertThat(device.ask(device.post(uri, "1")).getCode()).isEqualTo(ResponseCode.CREATED);
      }
      ((CoapTransport) transport.transport()).look();
      await()
          .untilAsserted(
              () -> {
                try (var device = TestDevice.sharing("meter", "the second")) {
                  Request request = device.send(device.post(uri, "2"));
                  assertThat(request.waitForResponse(1_000)).isNotNull();
                }
              });
    }
  }

  /** A certificate of ours says nothing of the device. */
  @Test
  void anIntegrationWithKeysTakesNobodyWithout() throws Exception {
    var made = Certificate.make();
    String tls =
        ", tls { certificate: \"" + made.certificate() + "\", key: \"" + made.key() + "\" }";
    StartedTransport transport = plugin.start(DTLS.replace("DTLS", "MIXED") + tls);
    try (var stranger = TestDevice.withoutCertificate();
        var plain = TestDevice.plain();
        var device = TestDevice.sharing("meter", "the shared secret")) {
      String uri = uri("coaps", transport, 1, "/i/" + KEY);
      Response refused = stranger.ask(stranger.post(uri, "1"));
      assertThat(refused.getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
      assertThat(transport.uplinks().count()).isZero();
      assertThat(device.ask(device.post(uri, "1")).getCode()).isEqualTo(ResponseCode.CREATED);
      assertThat(plain.ask(plain.post(uri(transport, "/i/" + KEY), "1")).getCode())
          .isEqualTo(ResponseCode.CREATED);
    }
  }

  /** Otherwise a connection of the key of before speaks for whoever has the identity next. */
  @Test
  void aKeyThatWentEndsItsConnections() throws Exception {
    String secure = DTLS + ", dtls.port: " + FreePort.find();
    StartedTransport one = plugin.start("one", secure);
    plugin.start("two", secure.replace("meter", "pump"));
    try (var device = TestDevice.sharing("meter", "the shared secret");
        var pump = TestDevice.sharing("pump", "the shared secret")) {
      String uri = uri("coaps", one, 0, "/i/");
      assertThat(device.ask(device.post(uri + "one", "1")).getCode())
          .isEqualTo(ResponseCode.CREATED);
      assertThat(pump.ask(pump.post(uri + "two", "1")).getCode()).isEqualTo(ResponseCode.CREATED);
      one.stop();
      StartedTransport next = plugin.start("one", secure.replace("the shared", "a new"));
      Request request = device.send(device.post(uri + "one", "2"));
      assertThat(request.waitForResponse(2_000)).isNull();
      assertThat(next.uplinks().count()).isZero();
      assertThat(pump.ask(pump.post(uri + "two", "2")).getCode()).isEqualTo(ResponseCode.CREATED);
    }
  }
}
