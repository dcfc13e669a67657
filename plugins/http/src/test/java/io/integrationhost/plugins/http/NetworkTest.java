package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportException.Kind;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Downlinks that go to the servers of networks. */
class NetworkTest {

  private final FakeNetwork network;

  NetworkTest() throws IOException {
    network = new FakeNetwork();
  }

  @AfterEach
  void close() {
    network.close();
  }

  private static Downlink downlink(String data, String... metadata) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < metadata.length; i += 2) {
      all.put(metadata[i], metadata[i + 1]);
    }
    return new Downlink("d", ContentType.TEXT, data.getBytes(StandardCharsets.UTF_8), all);
  }

  private static void send(Running running, Downlink downlink) {
    StartedTransport.join(running.transport.downlink(downlink));
  }

  private static void fails(Running running, Downlink downlink, Kind kind, String message) {
    assertThatThrownBy(() -> send(running, downlink))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  private Running chirpStack(String more) {
    return new Running(
        "CHIRPSTACK",
        "{clientConfiguration {applicationServerUrl: \""
            + network.url()
            + "\", applicationServerAPIToken: \"t-1\""
            + more
            + "}}",
        "");
  }

  @Test
  void chirpStack() {
    try (var running = chirpStack(", useAPI4Plus: true")) {
      send(running, downlink("AQI=", "DevEUI", "0018b2000000abcd", "fPort", "10"));
      send(
          running,
          downlink("AQI=", "DevEUI", "0018b2000000abcd", "fPort", "10", "confirmed", "TRUE"));
    }
    try (var running = chirpStack(", useAPI4Plus: null")) {
      send(running, downlink("AQI=", "DevEUI", "a/b", "fPort", "1"));
    }
    assertThat(network.asked())
        .containsExactly(
            asked(
                "/api/devices/0018b2000000abcd/queue",
                "{\"queueItem\":{\"data\":\"AQI=\",\"fPort\":10}}"),
            asked(
                "/api/devices/0018b2000000abcd/queue",
                "{\"queueItem\":{\"confirmed\":true,\"data\":\"AQI=\",\"fPort\":10}}"),
            asked(
                "/api/devices/a%2Fb/queue",
                "{\"deviceQueueItem\":{\"data\":\"AQI=\",\"fPort\":1}}"));
  }

  private static FakeNetwork.Asked asked(String target, String body) {
    return new FakeNetwork.Asked("POST", target, "Bearer t-1", "application/json", null, body);
  }

  @Test
  void chirpStackNeedsSome() {
    try (var running = chirpStack("")) {
      fails(
          running,
          downlink("AQI=", "fPort", "1"),
          Kind.REJECTED,
          "DevEUI is missing in the downlink metadata!");
      fails(
          running,
          downlink("AQI=", "DevEUI", "a"),
          Kind.REJECTED,
          "FPort is missing in the downlink metadata!");
      fails(running, downlink("AQI=", "DevEUI", "a", "fPort", "x"), Kind.REJECTED, "fPort in");
      fails(
          running,
          downlink("AQI=", "DevEUI", "a", "fPort", "1", "confirmed", "yes"),
          Kind.REJECTED,
          "confirmed in");
    }
    try (var running = new Running("CHIRPSTACK", "{}", "")) {
      fails(
          running,
          downlink("x", "DevEUI", "a", "fPort", "1"),
          Kind.REJECTED,
          "Cannot send downlink because of Application Server API Token was not set.");
    }
    String nowhere = "{applicationServerUrl: \"ftp://x\", applicationServerAPIToken: t}";
    try (var running = new Running("CHIRPSTACK", nowhere, "")) {
      fails(running, downlink("x", "DevEUI", "a", "fPort", "1"), Kind.REJECTED, "http://");
    }
    assertThat(network.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, REJECTED",
    "401, REJECTED",
    "404, REJECTED",
    "429, UNAVAILABLE",
    "500, REJECTED",
    "503, UNAVAILABLE",
    "302, REJECTED"
  })
  void whatTheNetworkSaysIsTheOutcome(int status, Kind kind) {
    network.next(status, "no\nsuch " + "x".repeat(5_000));
    try (var running = chirpStack("")) {
      assertThatThrownBy(() -> send(running, downlink("AQI=", "DevEUI", "a", "fPort", "1")))
          .cause()
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.kind()).isEqualTo(kind))
          .hasMessageStartingWith("the server of the network answered " + status + ": no such x")
          .satisfies(e -> assertThat(e.getMessage()).hasSizeBetween(1_024, 1_100));
      assertThat(running.transport.health().status())
          .isEqualTo(kind == Kind.REJECTED ? Health.Status.UP : Health.Status.DEGRADED);
      send(running, downlink("AQI=", "DevEUI", "a", "fPort", "1"));
      assertThat(running.transport.health().status()).isEqualTo(Health.Status.UP);
    }
  }

  @Test
  void aNetworkThatIsAwayIsTriedAgainByTheHost() {
    String away =
        "{applicationServerUrl: \"http://127.0.0.1:"
            + FreePort.find()
            + "\", applicationServerAPIToken: t}";
    try (var running = new Running("CHIRPSTACK", away, "")) {
      fails(
          running,
          downlink("x", "DevEUI", "a", "fPort", "1"),
          Kind.UNAVAILABLE,
          "cannot be reached");
    }
  }

  @Test
  void loriot() {
    String form =
        "{sendDownlink: true, loriotDownlinkUrl: \""
            + network.url()
            + "/1/rest\", token: t-1, appId: BE01}";
    try (var running = new Running("LORIOT", form, "")) {
      send(running, downlink("on", "EUI", "0018B2000000ABCD", "port", "10"));
      send(
          running,
          downlink(
              "0aFF",
              "EUI",
              "0018B2000000ABCD",
              "port",
              "223",
              "isHexEncoded",
              "true",
              "confirmed",
              "false"));
      fails(running, downlink("x", "port", "1"), Kind.REJECTED, "EUI is missing");
      fails(running, downlink("x", "EUI", "short", "port", "1"), Kind.REJECTED, "16 characters");
      fails(
          running,
          downlink("x", "EUI", "0018B2000000ABCD", "port", "224"),
          Kind.REJECTED,
          "1 to 223");
    }
    assertThat(network.asked())
        .containsExactly(
            asked(
                "/1/rest",
                "{\"cmd\":\"tx\",\"EUI\":\"0018B2000000ABCD\",\"port\":10,\"appid\":\"BE01\","
                    + "\"data\":\"6f6e\"}"),
            asked(
                "/1/rest",
                "{\"cmd\":\"tx\",\"EUI\":\"0018B2000000ABCD\",\"port\":223,\"appid\":\"BE01\","
                    + "\"data\":\"0aFF\",\"confirmed\":false}"));
    try (var running = new Running("LORIOT", "{}", "")) {
      fails(running, downlink("x"), Kind.REJECTED, "sendDownlink is off");
    }
  }

  @Test
  void thingPark() {
    String form =
        "{downlinkUrl: \""
            + network.url()
            + "/lrc\", enableSecurity: true, asId: myAs,"
            + " asKey: \"000102030405060708090a0b0c0d0e0f\"}";
    try (var running = new Running("THINGPARK", form, "")) {
      send(
          running,
          downlink(
              "0a0b",
              "DevEUI",
              "0018B2000000ABCD",
              "FPort",
              "2",
              "FlushDownlinkQueue",
              "1",
              "FCntDn",
              "7",
              "Confirmed",
              "0"));
      fails(running, downlink("x", "FPort", "2"), Kind.REJECTED, "DevEUI is missing");
      fails(running, downlink("x", "DevEUI", "2"), Kind.REJECTED, "FPort is missing");
    }
    FakeNetwork.Asked asked = network.asked().get(0);
    assertThat(asked.body()).isEmpty();
    assertThat(asked.type()).isEqualTo("text/plain");
    String query = asked.target().substring("/lrc?".length());
    assertThat(query)
        .startsWith(
            "DevEUI=0018B2000000ABCD&FPort=2&Payload=0a0b&FCntDn=7&Confirmed=0"
                + "&FlushDownlinkQueue=1&AS_ID=myAs&Time=");
    String hashed = query.substring(0, query.indexOf("&Token="));
    String plain = java.net.URLDecoder.decode(hashed.replace("+", "%2B"), StandardCharsets.UTF_8);
    assertThat(query)
        .endsWith(
            "&Token="
                + Hashes.sha256(
                    (plain + "000102030405060708090a0b0c0d0e0f").getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theHashOfADownlinkIsThatOfThePublishedVector() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("DevEUI", "0018B2000000ABCD");
    query.put("FPort", "2");
    query.put("Payload", "0a0b");
    query.put("AS_ID", "myAs");
    query.put("Time", "2026-01-02T03:04:05.678+01:00");
    String text = Senders.joined(query, false) + "000102030405060708090a0b0c0d0e0f";
    assertThat(Hashes.sha256(text.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("d327c82c5c8f0ffe5e60a4bdd901d68275e6bb20282cd92b111205354bbb0048");
    assertThat(Senders.joined(query, true)).endsWith("Time=2026-01-02T03%3A04%3A05.678%2B01%3A00");
  }

  @Test
  void enterprise() {
    String form =
        "{downlinkUrl: \""
            + network.url()
            + "\", clientIdNew: \"c 1\", clientSecret: \"s&1\", asIdNew: as, asKey: key}";
    String token = "{\"access_token\":\"t-1\",\"expires_in\":3600}";
    String devices = "[{\"EUI\":\"OTHER\",\"ref\":1},{\"EUI\":\"0018B2000000ABCD\",\"ref\":42}]";
    network.next(200, token).next(200, devices).next(201, "{}").next(200, devices).next(200, "{}");
    String data = "{\"DevEUI\":\"0018b2000000abcd\",\"payload\":\"0a0b\"}";
    try (var running = new Running("TPE", form, "")) {
      send(running, downlink(data, "DevEUI", "0018B2000000ABCD"));
      send(running, downlink(data, "DevEUI", "0018B2000000ABCD", "fPort", "9"));
      fails(running, downlink(data), Kind.REJECTED, "DevEUI is missing");
      fails(running, downlink("no", "DevEUI", "x"), Kind.REJECTED, "no JSON");
    }
    var asked = network.asked();
    assertThat(asked).hasSize(5);
    assertThat(asked.get(0).target())
        .isEqualTo(
            "/admin/latest/api/oauth/token?grant_type=client_credentials&client_id=c%201"
                + "&client_secret=s%261");
    assertThat(asked.get(0).type()).isEqualTo("application/x-www-form-urlencoded");
    assertThat(asked.get(1).method()).isEqualTo("GET");
    assertThat(asked.get(1).authorization()).isEqualTo("Bearer t-1");
    assertThat(asked.get(2).target()).isEqualTo("/core/latest/api/devices/42/downlinkMessages");
    assertThat(asked.get(2).body())
        .startsWith(
            "{\"payloadHex\":\"0a0b\",\"targetPorts\":\"1\",\"securityParams\":{\"asId\":\"as\","
                + "\"creationTime\":\"")
        .endsWith("\",\"asKey\":\"key\"}}");
    assertThat(asked.get(4).body()).contains("\"targetPorts\":\"9\"");
  }

  @Test
  void enterpriseAsksForATokenAnewWhenItsIsRefused() {
    String form = "{downlinkUrl: \"" + network.url() + "\"}";
    String token = "{\"access_token\":\"t-1\",\"expires_in\":3600}";
    network.next(200, token).next(401, "expired");
    String data = "{\"payload\":\"0a\"}";
    try (var running = new Running("TPE", form, "")) {
      fails(running, downlink(data, "DevEUI", "E"), Kind.REJECTED, "answered 401");
      network.next(200, token).next(200, "[]");
      fails(running, downlink(data, "DevEUI", "E"), Kind.REJECTED, "no device with EUI E");
      network.next(200, "{}");
      fails(running, downlink(data, "DevEUI", "E"), Kind.REJECTED, "without access_token");
    }
  }

  @Test
  void kpn() {
    String form =
        "{apiId: me, apiKey: key, kpnUrl: \""
            + network.url()
            + "\", kpnTokenUrl: \""
            + network.url()
            + "/token\", metadata {FPort: 3}}";
    network.next(200, "{\"access_token\":\"t-1\",\"expires_in\":3600}");
    try (var running = new Running("KPN", form, "")) {
      send(running, downlink("[1]"));
      send(running, downlink("[2]", "FPort", "4", "subCustomerId", "c"));
    }
    var asked = network.asked();
    assertThat(asked).hasSize(4);
    assertThat(asked.get(0).body())
        .contains("\"grant_type\":\"client_credentials\"", "\"client_id\":\"me\"");
    assertThat(asked.get(1).target()).isEqualTo("/api/actuator/downlinks?port=3");
    assertThat(asked.get(1).body()).isEqualTo("[1]");
    assertThat(asked.get(1).accept())
        .isEqualTo("application/vnd.kpnthings.actuator.v1.response+json");
    assertThat(asked.get(2).target()).isEqualTo("/api/v1/lifecycle/clients/c/context-switch");
    assertThat(asked.get(3).target()).isEqualTo("/api/actuator/downlinks?port=4");
    try (var running = new Running("KPN", "{}", "")) {
      fails(running, downlink("[]"), Kind.REJECTED, "Cannot find FPort in metadata!");
    }
  }

  @Test
  void particle() {
    String form = "{credentials {type: token, token: t-1}, particleUrl: \"" + network.url() + "\"}";
    try (var running = new Running("PARTICLE", form, "")) {
      send(
          running,
          downlink("{\"method\":\"led\",\"params\":\"on\",\"arg\":\"x\"}", "deviceId", "d 1"));
      send(running, downlink("{\"function\":\"led\",\"command\":{}}", "deviceId", "d"));
      fails(running, downlink("{\"method\":\"led\"}"), Kind.REJECTED, "deviceId is missing");
      fails(running, downlink("{}", "deviceId", "d"), Kind.REJECTED, "method or function");
    }
    assertThat(network.asked())
        .containsExactly(
            asked("/v1/devices/d%201/led", "{\"arg\":\"on\"}"), asked("/v1/devices/d/led", "{}"));
  }

  @Test
  void noSecretIsInAMessage() {
    network.next(500, "");
    try (var running = chirpStack("")) {
      assertThatThrownBy(() -> send(running, downlink("x", "DevEUI", "a", "fPort", "1")))
          .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("t-1"));
    }
  }
}
