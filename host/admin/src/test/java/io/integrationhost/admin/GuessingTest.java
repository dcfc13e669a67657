package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuessingTest {

  @Test
  void whoGuessesTokensIsSlowedDownAndCookiesGoOn(@TempDir Path directory) throws Exception {
    try (SteeredHost host = new SteeredHost(directory, "", "yard")) {
      String cookie =
          host.request("POST", "/api/v1/session")
              .json("{\"token\": \"%s\"}".formatted(host.token()))
              .send()
              .header("set-cookie")
              .split(";", 2)[0];
      for (int i = 0; i < 10; i++) {
        assertThat(host.request("GET", "/api/v1/host").token("guess-" + i).send().status())
            .isEqualTo(401);
      }
      RawHttp.Reply limited = host.request("GET", "/api/v1/host").token("guess").send();
      assertThat(limited.status()).isEqualTo(429);
      assertThat(Integer.parseInt(limited.header("retry-after"))).isBetween(1, 60);
      assertThat(host.asked("GET", "/api/v1/host").send().status())
          .as("else the limit would tell which guess is right")
          .isEqualTo(429);
      assertThat(host.request("GET", "/api/v1/host").with("Cookie", cookie).send().status())
          .isEqualTo(200);
      assertThat(host.request("GET", "/health/live").send().status()).isEqualTo(200);
    }
  }
}
