package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.integrationhost.admin.http.HttpServer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Where the host can be asked, and what there. */
final class PortTest {

  @Test
  void beyondThisMachineOnlyHealthAndMetricsAreServedWithoutEncryption(@TempDir Path directory)
      throws Exception {
    InetAddress other = notLoopback();
    try (SteeredHost host = new SteeredHost(directory, "admin.address = \"0.0.0.0\"", "yard")) {
      assertThat(host.request("GET", "/health/ready").at(other).send().status()).isEqualTo(200);
      assertThat(host.request("GET", "/metrics").at(other).send().status()).isEqualTo(200);
      for (String path : new String[] {"/api/v1/host", "/api/v1/nothing", "/", "/index.html"}) {
        RawHttp.Reply reply = host.asked("GET", path).at(other).send();
        assertThat(reply.status()).as(path).isEqualTo(403);
        assertThat(reply.text()).contains("admin.tls");
      }
      RawHttp.Reply ready =
          host.request("GET", "/health/ready").at(other).token(host.token()).send();
      assertThat(ready.text()).as("no token is looked at").doesNotContain("reason");
    }
  }

  @Test
  void whatComesFromThisMachineItselfIsServedAtAnyAddress(@TempDir Path directory)
      throws Exception {
    try (SteeredHost host = new SteeredHost(directory, "admin.address = \"0.0.0.0\"", "yard")) {
      assertThat(host.asked("GET", "/api/v1/host").send().status()).isEqualTo(200);
      assertThat(host.request("GET", "/api/v1/host").send().status()).isEqualTo(401);
    }
  }

  /** An address of this machine that others may reach; skips the test when it has none. */
  private static InetAddress notLoopback() throws IOException {
    Optional<InetAddress> found =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(Inet4Address.class::isInstance)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .findFirst();
    assumeTrue(found.isPresent(), "this machine has no network");
    return found.orElseThrow();
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
  void theBodySaysTheStatusOfTheAnswer(@TempDir Path directory) throws Exception {
    try (SteeredHost host = new SteeredHost(directory, "", "yard")) {
      List<Integer> statuses = new ArrayList<>();
      for (RawHttp bad :
          List.of(
              host.request("GET", "/health/live").with("Expect", "something"),
              host.request("GET", "/ HTTP/3.0\r\nX: y\r\n\r\n"),
              host.request("GET", "/ HTTP/2.0\r\nX: y\r\n\r\n"),
              host.request("PATCH", "/api/v1/host HTTP/9999.9\r\nConnection: close\r\n\r\n"),
              host.request("PRI", "* HTTP/2.0\r\n\r\n"),
              host.request("GET", "/").with("Host", "a b"),
              host.request("GET", "/").with("X", "y".repeat(9_000)),
              host.request("GET", "/" + "y".repeat(9_000)))) {
        RawHttp.Reply reply = bad.send();
        statuses.add(reply.status());
        assertThat(reply.text()).contains("\"status\":" + reply.status() + ",");
      }
      assertThat(statuses).contains(400, 414, 417, 426, 431, 505);
    }
  }

  @Test
  void whatAnybodySendsIsLoggedByTheServersOwnLoggersOnly(@TempDir Path directory)
      throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    root.addAppender(lines);
    try (SteeredHost host = new SteeredHost(directory, "", "yard")) {
      for (String name : List.of("marker marker", "[marker", "marker:99999999", "marker\u0000")) {
        host.request("GET", "/health/live").with("Host", name).send();
      }
      assertThat(List.copyOf(lines.list))
          .filteredOn(line -> line.getFormattedMessage().contains("marker"))
          .allMatch(line -> line.getLoggerName().startsWith("org.eclipse.jetty."))
          .noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.ERROR));
    } finally {
      root.detachAppender(lines);
    }
  }

  @Test
  void aPortThatIsTakenStopsNothingAndCanBeTakenLater(@TempDir Path directory) throws Exception {
    try (SteeredHost host = new SteeredHost(directory, "", "yard")) {
      try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        HttpServer server = host.admin().another(other.getLocalPort());
        assertThatThrownBy(server::start).isInstanceOf(IOException.class);
      }
      HttpServer again = host.admin().another(0);
      assertThat(again.start().getPort()).isPositive();
      again.stop();
    }
  }
}
