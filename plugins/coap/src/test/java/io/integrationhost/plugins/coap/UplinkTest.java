package io.integrationhost.plugins.coap;

import static io.integrationhost.plugins.coap.RunningPlugin.KEY;
import static io.integrationhost.plugins.coap.RunningPlugin.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.io.ByteArrayOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What devices send and are told: each row of the table of ThingsBoard's own, and ours. */
class UplinkTest {

  private static final String PLAIN = "clientConfiguration.securityMode: NO_SECURE";

  private final RunningPlugin plugin = new RunningPlugin();
  private TestDevice device;

  @BeforeEach
  void open() throws Exception {
    device = TestDevice.plain();
  }

  @AfterEach
  void close() {
    device.close();
    plugin.close();
  }

  private Uplink.Payload only(StartedTransport transport) {
    List<Uplink.Payload> payloads = transport.uplinks().payloads();
    assertThat(payloads).hasSize(1);
    return payloads.get(0);
  }

  @ParameterizedTest
  @EnumSource(names = {"POST", "PUT"})
  void takesPostAndPut(Code code) throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    Request request = new Request(code);
    request.setURI(uri(transport, "/i/" + KEY));
    request.setPayload("25,40,94");
    Response response = device.ask(request);
    assertThat(response.getCode()).isEqualTo(ResponseCode.CREATED);
    assertThat(response.getPayloadSize()).isZero();
    Uplink.Payload uplink = only(transport);
    assertThat(new String(uplink.bytes(), StandardCharsets.UTF_8)).isEqualTo("25,40,94");
    assertThat(uplink.contentType()).isEqualTo(ContentType.BINARY);
    assertThat(uplink.deviceName()).isEmpty();
    assertThat(uplink.metadata()).isEqualTo(Map.of("Option:uri", "/i/" + KEY));
  }

  @ParameterizedTest
  @CsvSource({
    "50, JSON",
    "110, JSON",
    "11543, JSON",
    "0, TEXT",
    "41, TEXT",
    "46, TEXT",
    "11542, TEXT",
    "42, BINARY",
    "60, BINARY",
    "112, BINARY",
    "65000, BINARY"
  })
  void tellsTheContentFormat(int format, ContentType expected) throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    Request request = device.post(uri(transport, "/i/" + KEY), "{no json");
    request.getOptions().setContentFormat(format);
    assertThat(device.ask(request).getCode()).isEqualTo(ResponseCode.CREATED);
    assertThat(only(transport).contentType()).isEqualTo(expected);
    assertThat(only(transport).metadata())
        .containsEntry("Option:content-format", Integer.toString(format));
  }

  @Test
  void takesDeeperPathsAndQueries() throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    Request request = device.post(uri(transport, "/i/" + KEY + "/a/b?x=1&y=a%20b"), "1");
    assertThat(device.ask(request).getCode()).isEqualTo(ResponseCode.CREATED);
    assertThat(only(transport).metadata())
        .containsEntry("Option:uri", "/i/" + KEY + "/a/b?x=1&y=a b");
  }

  @Test
  void takesOneOptionThatHoldsSlashes() throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    Request request = device.post(uri(transport, ""), "1");
    request.getOptions().addUriPath("i/" + KEY + "/a");
    assertThat(device.ask(request).getCode()).isEqualTo(ResponseCode.CREATED);
    assertThat(only(transport).metadata()).containsEntry("Option:uri", "/i/" + KEY + "/a");
  }

  @Test
  void tellsLocationOptions() throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    Request request = device.post(uri(transport, "/i/" + KEY), "1");
    request.getOptions().addLocationPath("a").addLocationPath("b").addLocationQuery("c=1");
    assertThat(device.ask(request).getCode()).isEqualTo(ResponseCode.CREATED);
    assertThat(only(transport).metadata())
        .containsEntry("Option:location-path", "a,b")
        .containsEntry("Option:location-query", "c=1");
  }

  @ParameterizedTest
  @EnumSource(names = {"GET", "DELETE", "FETCH", "PATCH", "IPATCH"})
  void refusesOtherMethods(Code code) throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    Request request = new Request(code);
    request.setURI(uri(transport, "/i/" + KEY));
    assertThat(device.ask(request).getCode()).isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
    assertThat(transport.uplinks().count()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"/i", "/i/another-key", "/", "/j/KEY", "/.well-known/core"})
  void knowsNoOtherPath(String path) throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    Response response = device.ask(device.post(uri(transport, path.replace("KEY", KEY)), "1"));
    assertThat(response.getCode()).isEqualTo(ResponseCode.NOT_FOUND);
  }

  @Test
  void answersWhatTheHostSays() throws Exception {
    StartedTransport transport = plugin.start(PLAIN + ", retryAfterSeconds: 7");
    transport.uplinks().answerAlways(new Receipt.NoContent());
    assertThat(code(transport)).isEqualTo(ResponseCode.CREATED);
    transport.uplinks().reject(Receipt.Reason.CONVERTER, "the converter failed: x is not defined");
    Response refused = device.ask(device.post(uri(transport, "/i/" + KEY), "1"));
    assertThat(refused.getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(refused.getPayloadString()).contains("x is not defined");
    transport.uplinks().reject(Receipt.Reason.INVALID, "no name");
    assertThat(code(transport)).isEqualTo(ResponseCode.BAD_REQUEST);
    transport.uplinks().reject(Receipt.Reason.DISABLED, "disabled");
    assertThat(code(transport)).isEqualTo(ResponseCode.NOT_FOUND);
    for (Receipt.Reason reason : List.of(Receipt.Reason.OVERLOADED, Receipt.Reason.UNAVAILABLE)) {
      transport.uplinks().reject(reason, "the host is busy");
      Response later = device.ask(device.post(uri(transport, "/i/" + KEY), "1"));
      assertThat(later.getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
      assertThat(later.getOptions().getMaxAge()).isEqualTo(7);
    }
  }

  private ResponseCode code(StartedTransport transport) throws InterruptedException {
    return device.ask(device.post(uri(transport, "/i/" + KEY), "1")).getCode();
  }

  @Test
  void tellsAndAnswersLaterWhenTheHostIsSlow() throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    transport.uplinks().hold();
    Request request = device.send(device.post(uri(transport, "/i/" + KEY), "1"));
    await("the device is told that its message has come").until(request::isAcknowledged);
    assertThat(request.getResponse()).isNull();
    transport.uplinks().release();
    assertThat(request.waitForResponse(20_000).getCode()).isEqualTo(ResponseCode.CREATED);
    assertThat(transport.uplinks().count()).isEqualTo(1);
  }

  @Test
  void aMessageThatTheHostDoesNotAnswerIsToComeAgain() throws Exception {
    StartedTransport transport = plugin.start(PLAIN + ", timeoutMillis: 600");
    transport.uplinks().hold();
    assertThat(code(transport)).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
  }

  @Test
  void boundsWhatIsUnderWay() throws Exception {
    StartedTransport transport = plugin.start(PLAIN + ", maxUnanswered: 1");
    transport.uplinks().hold();
    device.send(device.post(uri(transport, "/i/" + KEY), "1"));
    transport.uplinks().awaitCount(1);
    assertThat(code(transport)).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
    transport.uplinks().release();
    transport.uplinks().answerAlways(new Receipt.Stored());
    await().until(() -> code(transport) == ResponseCode.CREATED);
  }

  @Test
  void aRepeatedMessageIsOne() throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    byte[] message = confirmable(4711, "i", KEY);
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(20_000);
      var port = ((CoapTransport) transport.transport()).addresses().get(0).getPort();
      var answer = new DatagramPacket(new byte[100], 100);
      for (int i = 0; i < 3; i++) {
        socket.send(
            new DatagramPacket(message, message.length, InetAddress.getLoopbackAddress(), port));
        socket.receive(answer);
        assertThat(answer.getData()[1]).as("2.01").isEqualTo((byte) 0x41);
      }
    }
    assertThat(transport.uplinks().count()).isEqualTo(1);
  }

  /** A POST without token, by hand, with the payload 1. */
  private static byte[] confirmable(int id, String... path) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0x40, 0x02, (byte) (id >> 8), (byte) id});
    int delta = 11;
    for (String segment : path) {
      if (segment.length() < 13) {
        bytes.write(delta << 4 | segment.length());
      } else {
        bytes.write(delta << 4 | 13);
        bytes.write(segment.length() - 13);
      }
      bytes.writeBytes(segment.getBytes(StandardCharsets.US_ASCII));
      delta = 0;
    }
    bytes.writeBytes(new byte[] {(byte) 0xff, '1'});
    return bytes.toByteArray();
  }

  @Test
  void takesMessagesThatWantNoAcknowledgement() throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    Request request = device.post(uri(transport, "/i/" + KEY), "1");
    request.setType(CoAP.Type.NON);
    assertThat(device.ask(request).getCode()).isEqualTo(ResponseCode.CREATED);
    assertThat(transport.uplinks().count()).isEqualTo(1);
  }

  @Test
  void takesBodiesInBlocks() throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    String body = "0123456789".repeat(2_000);
    Response response = device.ask(device.post(uri(transport, "/i/" + KEY), body));
    assertThat(response.getCode()).isEqualTo(ResponseCode.CREATED);
    assertThat(new String(only(transport).bytes(), StandardCharsets.UTF_8)).isEqualTo(body);
  }

  @Test
  void refusesABodyThatIsTooLong() throws Exception {
    StartedTransport transport = plugin.start(PLAIN + ", maxBodyLength: 2000");
    Response response =
        device.ask(device.post(uri(transport, "/i/" + KEY), "0123456789".repeat(2_000)));
    assertThat(response.getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
    assertThat(transport.uplinks().count()).isZero();
    assertThat(code(transport)).isEqualTo(ResponseCode.CREATED);
  }

  @Test
  void boundsBodiesInBlocks() throws Exception {
    StartedTransport transport = plugin.start(PLAIN + ", maxBodiesInBlocks: 1");
    String body = "0123456789".repeat(200);
    for (int i = 0; i < 3; i++) {
      assertThat(device.ask(device.post(uri(transport, "/i/" + KEY), body)).getCode())
          .isEqualTo(ResponseCode.CREATED);
    }
    assertThat(transport.uplinks().count()).isEqualTo(3);
  }

  @Test
  void tellsOfTheConnectionWhenWanted() throws Exception {
    StartedTransport transport = plugin.start(PLAIN + ", connectionMetadata: true");
    assertThat(code(transport)).isEqualTo(ResponseCode.CREATED);
    assertThat(only(transport).metadata())
        .containsEntry("remoteAddress", "127.0.0.1")
        .containsEntry("method", "POST")
        .containsEntry("path", "/i/" + KEY)
        .doesNotContainKey("identity");
  }

  @Test
  void keepsOutAddresses() throws Exception {
    StartedTransport transport = plugin.start(PLAIN + ", allow: [\"10.0.0.0/8\"]");
    assertThat(code(transport)).isEqualTo(ResponseCode.FORBIDDEN);
    assertThat(transport.uplinks().count()).isZero();
  }

  @Test
  void aPausedIntegrationAsksForLater() throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    transport.transport().pause(true);
    assertThat(code(transport)).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
    transport.transport().pause(false);
    assertThat(code(transport)).isEqualTo(ResponseCode.CREATED);
  }

  @Test
  void tellsTheWireWhatPasses() throws Exception {
    StartedTransport transport = plugin.start(PLAIN);
    transport.uplinks().answerAlways(new Receipt.Stored(List.of("boiler")));
    assertThat(code(transport)).isEqualTo(ResponseCode.CREATED);
    assertThat(transport.context().wire().open()).hasSize(1);
    assertThat(transport.transport().health().detail()).contains("1 devices heard");
    assertThat(transport.transport().facts()).containsEntry("messages", "1 taken, 0 refused");
  }

  @Test
  void severalIntegrationsShareAPort() throws Exception {
    int port = FreePort.find();
    StartedTransport one = plugin.start("key-1", PLAIN + ", port: " + port);
    StartedTransport two = plugin.start("key-2", PLAIN + ", port: " + port);
    assertThat(device.ask(device.post(uri(one, "/i/key-1"), "1")).getCode())
        .isEqualTo(ResponseCode.CREATED);
    assertThat(device.ask(device.post(uri(one, "/i/key-2"), "2")).getCode())
        .isEqualTo(ResponseCode.CREATED);
    assertThat(one.uplinks().texts()).containsExactly("1");
    assertThat(two.uplinks().texts()).containsExactly("2");
    String uri = uri(two, "/i/key-");
    one.stop();
    assertThat(device.ask(device.post(uri + 1, "1")).getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    assertThat(device.ask(device.post(uri + 2, "2")).getCode()).isEqualTo(ResponseCode.CREATED);
  }
}
