package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's own port with encryption. */
final class TlsTest {

  private static HttpResponse<String> ask(SteeredHost host, SSLContext tls, String token)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + host.port() + "/api/v1/session"));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newBuilder()
        .sslContext(tls)
        .build()
        .send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void everythingIsServedAndCertificatesOfClientsCount(@TempDir Path directory) throws Exception {
    TestCertificate server = TestCertificate.create(directory, "server");
    TestCertificate ops = TestCertificate.create(directory, "ops");
    TestCertificate other = TestCertificate.create(directory, "other");
    String settings =
        """
        admin.address = "0.0.0.0"
        admin.tls {
          certificate-file = "%s", key-file = "%s", client-trust-file = "%s"
          clients { operators { subject = "cn=ops", scopes = [read] } }
        }
        """
            .formatted(server.certificate(), server.key(), ops.certificate());
    try (SteeredHost host = new SteeredHost(directory, settings, "yard")) {
      SSLContext plain = TestCertificate.context(server, null);
      assertThat(ask(host, plain, "").statusCode()).isEqualTo(401);
      assertThat(ask(host, plain, host.token()).statusCode()).isEqualTo(200);
      HttpResponse<String> byCertificate = ask(host, TestCertificate.context(server, ops), "");
      assertThat(byCertificate.statusCode()).isEqualTo(200);
      assertThat(byCertificate.body())
          .contains("\"operators\"", "\"read\"")
          .doesNotContain("operate\"");
      assertThat(ask(host, TestCertificate.context(server, other), "").statusCode())
          .as("one that is not believed is nobody's")
          .isEqualTo(401);

      byte[] former = Files.readAllBytes(server.key());
      Files.copy(other.key(), server.key(), StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(() -> host.admin().another(0))
          .hasMessageContaining(server.key().toString())
          .hasMessageContaining("is not the key of")
          .hasMessageContaining("replace both files");
      await()
          .pollDelay(Duration.ofSeconds(6))
          .atMost(SteeredHost.PATIENCE)
          .until(() -> ask(host, plain, host.token()).statusCode() == 200);
      Files.write(server.key(), former);

      TestCertificate renewed = TestCertificate.create(directory, "renewed");
      Files.copy(renewed.key(), server.key(), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(renewed.certificate(), server.certificate(), StandardCopyOption.REPLACE_EXISTING);
      SSLContext expecting = TestCertificate.context(renewed, null);
      await()
          .atMost(SteeredHost.PATIENCE)
          .ignoreExceptions()
          .until(() -> ask(host, expecting, host.token()).statusCode() == 200);
    }
  }
}
