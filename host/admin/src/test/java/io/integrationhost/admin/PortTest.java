package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.admin.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the host can be asked, and what there. */
final class PortTest {

  @Test
  void beyondThisMachineOnlyHealthAndMetricsAreServedWithoutEncryption(@TempDir Path directory)
      throws Exception {
    try (SteeredHost host = new SteeredHost(directory, "admin.address = \"0.0.0.0\"", "yard")) {
      assertThat(host.request("GET", "/health/ready").send().status()).isEqualTo(200);
      assertThat(host.request("GET", "/metrics").send().status()).isEqualTo(200);
      for (String path : new String[] {"/api/v1/host", "/api/v1/nothing", "/", "/index.html"}) {
        RawHttp.Reply reply = host.asked("GET", path).send();
        assertThat(reply.status()).as(path).isEqualTo(403);
        assertThat(reply.text()).contains("admin.tls");
      }
      RawHttp.Reply ready = host.request("GET", "/health/ready").token(host.token()).send();
      assertThat(ready.text()).as("no token is looked at").doesNotContain("reason");
    }
  }

  @Test
  void unlessTheOperatorWantsSo(@TempDir Path directory) throws Exception {
    String settings =
        "admin.address = \"0.0.0.0\"\nadmin.insecure = true\nadmin.metrics.anonymous = false";
    try (SteeredHost host = new SteeredHost(directory, settings, "yard")) {
      assertThat(host.asked("GET", "/api/v1/host").send().status()).isEqualTo(200);
      assertThat(host.request("GET", "/metrics").send().status()).isEqualTo(401);
      assertThat(host.asked("GET", "/metrics").send().status()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenStopsNothingAndCanBeTakenLater(@TempDir Path directory) throws Exception {
    try (SteeredHost host = new SteeredHost(directory, "", "yard");
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      HttpServer server = server(host, other.getLocalPort());
      org.assertj.core.api.Assertions.assertThatThrownBy(server::start)
          .isInstanceOf(IOException.class);
      other.close();
      HttpServer again = server(host, 0);
      assertThat(again.start().getPort()).isPositive();
      again.stop();
    }
  }

  private static HttpServer server(SteeredHost host, int port) throws IOException {
    return host.admin().another(port);
  }
}
