package io.integrationhost.plugins.coap;

import static io.integrationhost.plugins.coap.RunningPlugin.KEY;
import static io.integrationhost.plugins.coap.RunningPlugin.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.ManualTime;
import io.integrationhost.testkit.StartedTransport;
import java.time.Duration;
import java.util.List;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The host hears when a device can no longer be reached. */
class ReachTest {

  private final ManualTime time = new ManualTime();
  private final CoapPlugin plugin = new CoapPlugin();
  private StartedTransport transport;
  private TestDevice device;

  @BeforeEach
  void open() throws Exception {
    FakeContext context =
        FakeContext.of(
                "bindAddress: localhost, port: 0, observe: true,"
                    + " clientConfiguration.securityMode: NO_SECURE",
                time)
            .routingKey(KEY);
    transport = StartedTransport.start(plugin, context);
    transport.uplinks().answerAlways(new Receipt.Stored(List.of("boiler"), 0));
    device = TestDevice.plain();
  }

  @AfterEach
  void close() {
    device.close();
    transport.close();
    plugin.close();
  }

  private List<String> left() {
    return transport.uplinks().disconnected();
  }

  private void sendsFrom(TestDevice from) throws Exception {
    assertThat(from.ask(from.post(uri(transport, "/i/" + KEY), "1")).getCode())
        .isEqualTo(ResponseCode.CREATED);
  }

  private Request look(boolean isOver) {
    Request look = Request.newGet();
    look.setURI(uri(transport, "/i/" + KEY + "/boiler"));
    if (isOver) {
      look.setObserveCancel();
    } else {
      look.setObserve();
    }
    return look;
  }

  private Request looks() throws Exception {
    Request look = look(false);
    assertThat(device.ask(look).getCode()).isEqualTo(ResponseCode.CONTENT);
    await().until(() -> transport.uplinks().connected().contains("boiler"));
    return look;
  }

  private void looksNoMore(Request look) throws Exception {
    Request enough = look(true);
    enough.setToken(look.getToken());
    assertThat(device.ask(enough).getCode()).isEqualTo(ResponseCode.CONTENT);
  }

  @Test
  void whenItsLastSessionIsIdle() throws Exception {
    sendsFrom(device);
    time.advance(Duration.ofMinutes(6));
    try (var again = TestDevice.plain()) {
      sendsFrom(again);
    }
    time.advance(Duration.ofMinutes(6));
    assertThat(left()).as("its second address is known").isEmpty();
    time.advance(Duration.ofMinutes(6));
    assertThat(left()).containsExactly("boiler");
  }

  @Test
  void whenItLooksNoMore() throws Exception {
    looksNoMore(looks());
    await().until(() -> left().equals(List.of("boiler")));
  }

  @Test
  void whenBothAreOver() throws Exception {
    sendsFrom(device);
    Request look = looks();
    time.advance(Duration.ofMinutes(12));
    assertThat(left()).as("it looks").isEmpty();
    looksNoMore(look);
    await().until(() -> left().equals(List.of("boiler")));
  }

  @Test
  void atTheEnd() throws Exception {
    sendsFrom(device);
    looks();
    transport.stop();
    assertThat(left()).containsExactly("boiler");
  }
}
