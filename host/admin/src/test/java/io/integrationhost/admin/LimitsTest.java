package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What somebody may send who means no good. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LimitsTest {

  private SteeredHost host;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    host = new SteeredHost(directory, "", "yard");
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private void assertServes() {
    await()
        .atMost(SteeredHost.PATIENCE)
        .until(() -> host.request("GET", "/health/live").send().status() == 200);
  }

  @Test
  void headersAreBounded() {
    RawHttp.Reply reply = host.request("GET", "/health/live").with("X", "x".repeat(9_000)).send();
    assertThat(reply.status()).isEqualTo(431);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    assertThat(reply.text()).contains("urn:integrationhost:problem:too-large");
  }

  @Test
  void bodiesAreBounded() {
    String path = "/api/v1/settings/check";
    String text = "x".repeat(1_100_000);
    RawHttp.Reply reply = host.asked("POST", path).json("{\"text\": \"" + text + "\"}").send();
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.text()).contains("too-large");
    assertThat(
            host.asked("POST", "/api/v1/converters/try")
                .json("{\"payload\": {\"text\": \"" + text + "\"}, \"integration\": \"yard\"}")
                .send()
                .status())
        .as("may have more")
        .isEqualTo(200);
  }

  @Test
  void aFilterThatCannotBeReadMeansNotAll() {
    String yard = "/api/v1/integrations/yard";
    for (String query :
        List.of("device=%zz", "device=%ff", "device=", "device", "limit=1&device=")) {
      assertThat(host.asked("GET", yard + "/tap?" + query).send().status())
          .as(query)
          .isEqualTo(400);
    }
    for (String query : List.of("kind=CONVERTER&after=", "kind=CONVERTER&after=%zz")) {
      RawHttp.Reply reply = host.asked("DELETE", yard + "/dead-letters?" + query).json("").send();
      assertThat(reply.status()).as(query).isEqualTo(400);
      assertThat(reply.text()).contains("after");
    }
    assertThat(host.request("GET", "/health/live?t=&x=%zz").send().status())
        .as("a probe may send what it likes")
        .isEqualTo(200);
  }

  @Test
  void strangersSendNoMoreThanATokenNeeds() {
    String objects = "{\"token\": [" + "{},".repeat(10_000) + "{}]}";
    RawHttp.Reply reply = host.request("POST", "/api/v1/session").json(objects).send();
    assertThat(reply.status()).as(reply.text()).isEqualTo(413);
    String longest = "{\"token\": \"" + "x".repeat(4_096) + "\"}";
    assertThat(host.request("POST", "/api/v1/session").json(longest).send().status())
        .isEqualTo(401);
  }

  @Test
  void anActionIsFoundUnderItsIntegrationHoweverThatIsWritten() {
    RawHttp.Reply done =
        host.asked("POST", "/api/v1/integrations/y%61rd/resume")
            .json("{\"what\": \"both\"}")
            .send();
    assertThat(done.status()).as(done.text()).isEqualTo(202);
    assertThat(host.asked("GET", "/api/v1/events?integration=yard&kind=ACTION").send().text())
        .contains("y%61rd/resume");
  }

  private static String check(String text) {
    JsonObject body = new JsonObject();
    body.addProperty("text", text);
    return body.toString();
  }

  @Test
  void textsOfSettingsAreBounded() {
    String path = "/api/v1/settings/check";
    RawHttp.Reply longText = host.asked("POST", path).json(check("# " + "x".repeat(70_000))).send();
    assertThat(longText.status()).as(longText.text()).isEqualTo(413);
    StringBuilder doubling = new StringBuilder("x0=aaaaaaaaaaaaaaaa\n");
    StringBuilder unknown = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      doubling.append("x%d=${x%d}${x%d}%n".formatted(i + 1, i, i));
    }
    for (int i = 0; i < 1_500; i++) {
      unknown.append("unknown-key-").append(i).append("=1\n");
    }
    RawHttp.Reply doubled = host.asked("POST", path).json(check(doubling.toString())).send();
    assertThat(doubled.status()).as(doubled.text()).isEqualTo(200);
    assertThat(doubled.text()).contains("could become larger", "\"usable\":false");
    RawHttp.Reply many = host.asked("POST", path).json(check(unknown.toString())).send();
    assertThat(many.status()).as(many.text()).isEqualTo(200);
    assertThat(JsonParser.parseString(many.text()).getAsJsonObject().getAsJsonArray("problems"))
        .hasSizeBetween(90, 100);
    assertServes();
  }

  @Test
  void whatIsNoHttpIsAnsweredInOurForm() throws Exception {
    for (String nonsense :
        List.of(
            "nonsense\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(answer).as(nonsense).startsWith("HTTP/1.1 4").doesNotContain("Jetty");
        assertThat(answer).as(nonsense).contains("urn:integrationhost:problem:");
      }
    }
    assertServes();
  }

  @Test
  void bodiesThatAreNoJsonAreRefused() {
    String path = "/api/v1/integrations/yard/pause";
    for (String body :
        List.of("", "x", "[]", "{\"what\": 1}", "{\"other\": 1}", "[".repeat(100_000), "\u00ff")) {
      RawHttp.Reply reply = host.asked("POST", path).json(body).send();
      assertThat(reply.status()).as(body).isEqualTo(400);
      assertThat(reply.text()).contains("\"errors\"");
    }
  }

  @Test
  void whoComesNewFindsAPlaceAmongThoseThatStay() throws Exception {
    List<Socket> staying = new ArrayList<>();
    try (EventReader stream = new EventReader(host.asked("GET", "/api/v1/live"))) {
      assertThat(stream.status()).isEqualTo(200);
      for (int i = 0; i < 140; i++) {
        Socket socket = host.request("GET", "/health/live").with("Connection", null).open();
        staying.add(socket);
        // Less than the time after which the server itself ends what is idle.
        socket.setSoTimeout(15_000);
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .as("connection " + i)
            .isEqualTo("HTTP/1.1 200");
      }
      assertThat(stream.next()).as("a stream is not idle").isNotNull();
      assertServes();
    } finally {
      for (Socket socket : staying) {
        socket.close();
      }
    }
  }

  @Test
  void idleConnectionsHarmNobodyElse() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), host.port()), 200);
        idle.add(socket);
      }
    } catch (IOException e) {
      assertThat(idle)
          .as("the system queues some beyond those that are open")
          .hasSizeGreaterThan(64);
    }
    try {
      assertThat(host.publish("yard", "s", "{\"device\": \"d\", \"v\": 1}"))
          .isInstanceOf(io.integrationhost.plugin.Receipt.Stored.class);
      // They are closed as nothing comes.
      assertServes();
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }
}
