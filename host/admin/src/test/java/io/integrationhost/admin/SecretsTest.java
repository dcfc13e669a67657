package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.admin.Description.Operation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that anybody would recognise are put everywhere; none comes out. */
final class SecretsTest {

  private static final String PLANTED = "PLANTED";

  @Test
  void nothingThatIsSecretIsToldToAnybody(@TempDir Path directory) throws Exception {
    Path secret = directory.resolve("secret");
    Files.writeString(secret, "PLANTED-in-a-file");
    String settings =
        """
        admin.tokens { ops { sha-256 = "%s", scopes = [read] } }
        admin.token-file = "%s"
        plugins.steered { password = "PLANTED-of-plugin", url = "https://me:PLANTED-in-url@there/" }
        integrations.yard.transports.steered { password = "PLANTED-of-transport" }
        integrations.yard.secrets { meter-key = "PLANTED-meter", other-file = "%s" }
        """
            .formatted("ab".repeat(32), tokenFile(directory), secret);
    try (SteeredHost host = new SteeredHost(directory, settings, "yard")) {
      host.integration("yard")
          .push(
              host.integration("yard").configuration().toBuilder()
                  .configuration(
                      host.configuration(
                          ", \"password\": \"PLANTED-of-tenant\", \"headers\":"
                              + " {\"Authorization\": \"Basic PLANTED-header\"}, \"credentials\":"
                              + " {\"type\": \"PLANTED-credentials\"}, \"note\":"
                              + " \"amqp://me:PLANTED-in-note@there\", \"pem\": \"-----BEGIN PRIVATE"
                              + " KEY-----PLANTED-pem\""))
                  .build());
      await()
          .atMost(SteeredHost.PATIENCE)
          .until(() -> ask(host, "/api/v1/integrations/yard/configuration").contains("\"note"));
      for (Operation operation : new Description().operations()) {
        if (operation.isSafe()
            && !operation.path().endsWith("/live")
            && !operation.path().endsWith("/tap")) {
          String text = ask(host, operation.concrete());
          assertThat(text).as(operation.path()).doesNotContain(PLANTED, "secret-of-yard");
          if (!operation.path().endsWith("/session")) {
            assertThat(text).as(operation.path()).doesNotContain("ab".repeat(32));
          }
        }
      }
      try (EventReader live = new EventReader(host.request("GET", "/api/v1/live").token(TOKEN))) {
        live.status();
        assertThat(live.next("snapshot")).doesNotContain(PLANTED, "secret-of-yard");
      }
      for (String text :
          List.of(
              "thingsboard.port = \\\"PLANTED\\\"",
              "include file(\\\"" + secret + "\\\")",
              "integrations.x { routing-key = a, secret-file = \\\"" + secret + "\\\" }")) {
        String findings =
            host.request("POST", "/api/v1/settings/check")
                .token(TOKEN)
                .json("{\"text\": \"" + text + "\"}")
                .send()
                .text();
        assertThat(findings).doesNotContain("PLANTED-in-a-file");
      }
    }
  }

  private static final String TOKEN = "PLANTED-token-0123456789";

  private static Path tokenFile(Path directory) throws java.io.IOException {
    Path file = directory.resolve("token");
    Files.writeString(file, TOKEN);
    return file;
  }

  /** What comes, unpacked. */
  private static String ask(SteeredHost host, String path) throws java.io.IOException {
    RawHttp.Reply reply = host.request("GET", path).token(TOKEN).send();
    assertThat(reply.status()).as(path + ": " + reply.text()).isNotEqualTo(500);
    if (!"application/zip".equals(reply.header("content-type"))) {
      return reply.text();
    }
    StringBuilder all = new StringBuilder();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(reply.bytes()))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        all.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return all.toString();
  }
}
