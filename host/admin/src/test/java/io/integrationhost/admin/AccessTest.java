package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.admin.access.TokenFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tokens, cookies and health of a host whose settings say nothing of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessTest {

  private SteeredHost host;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    host = new SteeredHost(directory, "admin.host-names = [\"Host.Example.org\"]", "yard");
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private static JsonObject json(RawHttp.Reply reply) {
    return JsonParser.parseString(reply.text()).getAsJsonObject();
  }

  @Test
  void aTokenIsMadeForTheOwnerOnly() throws Exception {
    Path file = host.data().resolve(TokenFile.NAME);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(host.token()).hasSizeGreaterThanOrEqualTo(43);
    JsonObject who = json(host.asked("GET", "/api/v1/session").send());
    assertThat(who.get("name").getAsString()).isEqualTo("admin");
    assertThat(who.get("scopes").getAsJsonArray()).hasSize(3);
  }

  @Test
  void thePortIsInTheDataDirectory() throws Exception {
    assertThat(Files.readString(host.data().resolve(Admin.PORT_FILE)).strip())
        .isEqualTo(String.valueOf(host.port()));
  }

  @Test
  void aBrowserLogsInAndOut() {
    RawHttp.Reply login =
        host.request("POST", "/api/v1/session")
            .json("{\"token\": \"%s\"}".formatted(host.token()))
            .send();
    assertThat(login.status()).isEqualTo(200);
    String set = login.header("set-cookie");
    assertThat(set).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain("Secure");
    assertThat(json(login).has("expires")).isTrue();
    String cookie = set.split(";", 2)[0];
    RawHttp.Reply who = host.request("GET", "/api/v1/session").with("Cookie", cookie).send();
    assertThat(json(who).get("name").getAsString()).isEqualTo("admin");
    RawHttp.Reply logout =
        host.request("DELETE", "/api/v1/session").with("Cookie", cookie).json("").send();
    assertThat(logout.status()).isEqualTo(204);
    assertThat(logout.header("set-cookie")).contains("Max-Age=0");
    assertThat(host.request("GET", "/api/v1/session").with("Cookie", cookie).send().status())
        .isEqualTo(401);
  }

  @Test
  void ourOwnPagesAndNamesPass() {
    String own = "http://127.0.0.1:" + host.port();
    assertThat(host.asked("GET", "/api/v1/host").with("Origin", own).send().status())
        .isEqualTo(200);
    assertThat(host.asked("GET", "/api/v1/host").with("Host", "host.example.org").send().status())
        .isEqualTo(200);
    assertThat(
            host.asked("GET", "/api/v1/host")
                .with("Host", "host.example.org")
                .with("Origin", "https://host.example.org")
                .send()
                .status())
        .as("behind something that encrypts")
        .isEqualTo(200);
    assertThat(host.asked("GET", "/api/v1/host").with("Origin", "null").send().status())
        .isEqualTo(403);
    assertThat(host.asked("GET", "/api/v1/host").with("Host", "localhost:1").send().status())
        .isEqualTo(200);
    assertThat(host.asked("GET", "/api/v1/host").with("Host", "[::1]:1").send().status())
        .isEqualTo(200);
    assertThat(
            host.asked("GET", "/api/v1/host")
                .with("Host", "localhost.evil.example")
                .send()
                .status())
        .isEqualTo(403);
  }

  @Test
  void healthNeedsNothingAndTellsReasonsToThoseWhoMay() {
    RawHttp.Reply live = host.request("GET", "/health/live").with("Host", "probe.example").send();
    assertThat(live.status()).as(live.text()).isEqualTo(200);
    assertThat(json(live).get("status").getAsString()).isEqualTo("UP");
    RawHttp.Reply ready = host.request("GET", "/health/ready").send();
    assertThat(ready.status()).as(ready.text()).isEqualTo(200);
    assertThat(ready.text()).contains("integration:yard").doesNotContain("reason");
    assertThat(host.request("GET", "/health/ready?strict=true").send().status()).isEqualTo(200);
  }

  @Test
  void metricsAreOpenOnLoopback() {
    RawHttp.Reply page = host.request("GET", "/metrics").send();
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("integrationhost_build_info{");
    RawHttp.Reply packed = host.request("GET", "/metrics").with("Accept-Encoding", "gzip").send();
    assertThat(packed.header("content-encoding")).isEqualTo("gzip");
    assertThat(packed.bytes().length).isLessThan(page.bytes().length / 2);
    RawHttp.Reply open =
        host.request("GET", "/metrics").with("Accept", "application/openmetrics-text").send();
    assertThat(open.header("content-type")).startsWith("application/openmetrics-text");
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() {
    RawHttp.Reply first = host.asked("GET", "/api/v1/openapi.yaml").send();
    RawHttp.Reply again =
        host.asked("GET", "/api/v1/openapi.yaml")
            .with("If-None-Match", first.header("etag"))
            .send();
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.bytes()).isEmpty();
  }

  @Test
  void unknownPathsAreNotToldToStrangers() {
    assertThat(host.request("GET", "/api/v1/nothing").send().status()).isEqualTo(401);
    assertThat(host.asked("GET", "/api/v1/nothing").send().status()).isEqualTo(404);
    assertThat(host.request("GET", "/../../etc/passwd").send().status()).isIn(400, 404);
    assertThat(host.request("GET", "/%2e%2e/admin.token").send().status()).isIn(400, 404);
  }
}
