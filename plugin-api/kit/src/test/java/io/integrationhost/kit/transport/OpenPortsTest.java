package io.integrationhost.kit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class OpenPortsTest {

  private final OpenPorts ports = new OpenPorts();

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(host, port);
  }

  @Test
  void knowsWhoIsInTheWay() {
    ports.opened(address("127.0.0.1", 5555), "one");
    ports.opened(address("0.0.0.0", 5556), "all");
    assertThat(ports.holder(address("127.0.0.1", 5555))).contains("one");
    assertThat(ports.holder(address("0.0.0.0", 5555))).contains("one");
    assertThat(ports.holder(address("127.0.0.2", 5555))).isEmpty();
    assertThat(ports.holder(address("127.0.0.2", 5556))).contains("all");
    assertThat(ports.holder(address("127.0.0.1", 5557))).isEmpty();
  }

  @Test
  void forgetsWhatIsClosed() {
    ports.opened(address("127.0.0.1", 5555), "one");
    ports.closed(address("127.0.0.1", 5555), "another");
    assertThat(ports.holder(address("127.0.0.1", 5555))).contains("one");
    ports.closed(address("127.0.0.1", 5555), "one");
    assertThat(ports.holder(address("127.0.0.1", 5555))).isEmpty();
  }
}
