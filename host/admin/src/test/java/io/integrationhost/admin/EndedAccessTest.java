package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.admin.access.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever was let in once is not for ever. */
@Timeout(120)
final class EndedAccessTest {

  private static final String LIVE = "/api/v1/live";

  private SteeredHost host;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    host = new SteeredHost(directory, "", "yard");
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private String login() {
    RawHttp.Reply login =
        host.request("POST", "/api/v1/session")
            .json("{\"token\": \"%s\"}".formatted(host.token()))
            .send();
    assertThat(login.status()).isEqualTo(200);
    return login.header("set-cookie").split(";", 2)[0];
  }

  /** At once: a file that is half written would end sessions before there is a new token. */
  private void replaceToken(String text) throws IOException {
    Path draft =
        Files.createFile(
            host.data().resolve("draft"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, text);
    Files.move(draft, host.data().resolve(TokenFile.NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void assertEnds(EventReader reader) {
    while (reader.next() != null) {
      // Read to the end, which must come before the socket loses its patience.
    }
  }

  @Test
  void sessionsAndStreamsEndWithTheirToken() throws Exception {
    String cookie = login();
    try (EventReader byCookie = new EventReader(host.request("GET", LIVE).with("Cookie", cookie));
        EventReader byToken = new EventReader(host.asked("GET", LIVE))) {
      assertThat(byCookie.status()).isEqualTo(200);
      assertThat(byToken.status()).isEqualTo(200);
      replaceToken("replaced-0123456789-abcdef\n");
      // By the cookie: whoever tries tokens that are not known has to wait.
      await()
          .atMost(SteeredHost.PATIENCE)
          .until(
              () ->
                  host.request("GET", "/api/v1/session").with("Cookie", cookie).send().status()
                      == 401);
      assertThat(host.asked("GET", "/api/v1/session").send().status()).isEqualTo(200);
      assertEnds(byCookie);
      assertEnds(byToken);
    }
  }

  @Test
  void streamsEndWithTheirSessionAndOthersGoOn() {
    String cookie = login();
    String other = login();
    try (EventReader ended = new EventReader(host.request("GET", LIVE).with("Cookie", cookie));
        EventReader stays = new EventReader(host.request("GET", LIVE).with("Cookie", other))) {
      assertThat(ended.status()).isEqualTo(200);
      assertThat(stays.status()).isEqualTo(200);
      assertThat(
              host.request("DELETE", "/api/v1/session")
                  .with("Cookie", cookie)
                  .json("")
                  .send()
                  .status())
          .isEqualTo(204);
      assertEnds(ended);
      assertThat(stays.next()).isNotNull();
    }
  }
}
