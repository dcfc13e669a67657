package io.integrationhost.plugins.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What integrations on one port must agree on. */
class SharedPortTest {

  private final RunningPlugin plugin = new RunningPlugin();
  private final String plain =
      "clientConfiguration.securityMode: NO_SECURE, port: " + FreePort.find();

  @AfterEach
  void close() {
    plugin.close();
  }

  @Test
  void aPortOfAnotherProgramIsNamed() throws Exception {
    try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  plugin.start(
                      "clientConfiguration.securityMode: NO_SECURE, port: " + taken.getLocalPort()))
          .hasMessageContaining("cannot listen on coap://127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("another program has the port");
    }
  }

  @Test
  void onePathIsOneIntegrations() {
    plugin.start(plain);
    assertThatThrownBy(() -> plugin.start(plain))
        .hasMessageContaining("/i/" + RunningPlugin.KEY)
        .hasMessageContaining("belongs to integration")
        .hasMessageContaining("give another path or port");
  }

  @Test
  void whatIsSaidOfAPortMustBeTheSame() {
    plugin.start("one", plain);
    assertThatThrownBy(() -> plugin.start("two", plain + ", maxBodyLength: 1000"))
        .hasMessageContaining("is shared with integration")
        .hasMessageContaining("plugins.coap");
    assertThatCode(() -> plugin.start("two", plain)).doesNotThrowAnyException();
  }

  @Test
  void anIdentityIsOneDevices() {
    String secure =
        "clientConfiguration.securityMode: DTLS, dtls.port: "
            + FreePort.find()
            + ", psk { meter: \"first secret\" }";
    plugin.start("one", secure);
    assertThatThrownBy(() -> plugin.start("two", secure))
        .hasMessageContaining("psk.meter")
        .hasMessageNotContaining("first secret");
    assertThatCode(() -> plugin.start("two", secure.replace("meter", "pump")))
        .doesNotThrowAnyException();
  }

  @Test
  void aPathOfAnotherPortIsUnknownHere() throws Exception {
    StartedTransport one = plugin.start("one", plain);
    plugin.start("two", "clientConfiguration.securityMode: NO_SECURE, port: " + FreePort.find());
    try (var device = TestDevice.plain()) {
      assertThat(device.ask(device.post(RunningPlugin.uri(one, "/i/two"), "1")).getCode())
          .isEqualTo(ResponseCode.NOT_FOUND);
    }
  }

  @Test
  void afterTheEndNobodyWaits() {
    StartedTransport transport = plugin.start(plain);
    plugin.plugin().close();
    assertThatCode(transport::stop).doesNotThrowAnyException();
    assertThatThrownBy(() -> plugin.start(plain)).hasMessageContaining("is closed");
  }

  @Test
  void addressesAreWrittenAsUrls() {
    StartedTransport transport =
        plugin.start("clientConfiguration.securityMode: NO_SECURE, bindAddress: \"::1\"");
    assertThat(transport.transport().facts()).containsKey("coap://[0:0:0:0:0:0:0:1]:0");
  }
}
