package io.integrationhost.plugins.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugins.coap.Settings.Dtls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DtlsConnectionsTest {

  private static final int MOST = 10;
  private static final int MOST_UNFINISHED = 6;

  private final DtlsConnections connections =
      new DtlsConnections(new Dtls(Optional.empty(), 6, MOST), 1);

  @BeforeEach
  void attach() {
    connections.attach(new SingleNodeConnectionIdGenerator(6));
  }

  private Connection begin(int network, int port) throws UnknownHostException {
    var address = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) network});
    var connection = new Connection(new InetSocketAddress(address, port));
    connection.setConnectorContext(Runnable::run, null);
    assertThat(connections.put(connection)).isTrue();
    return connection;
  }

  private boolean isThere(Connection connection) {
    return connections.get(connection.getConnectionId()) != null;
  }

  @Test
  void whoBeginsMostMakesRoom() throws UnknownHostException {
    Connection device = begin(1, 1);
    List<Connection> flood = new ArrayList<>();
    for (int port = 1; port <= 100; port++) {
      flood.add(begin(2, port));
    }
    assertThat(isThere(device)).isTrue();
    assertThat(flood.stream().filter(this::isThere)).hasSize(MOST_UNFINISHED - 1);
    assertThat(connections.remainingCapacity()).isEqualTo(MOST - MOST_UNFINISHED);
  }

  @Test
  void ofMoreTheOldestMakesRoom() throws UnknownHostException {
    List<Connection> flood = new ArrayList<>();
    for (int network = 1; network <= 100; network++) {
      flood.add(begin(network, 1));
    }
    assertThat(flood.stream().filter(this::isThere))
        .containsExactlyElementsOf(flood.subList(100 - MOST_UNFINISHED, 100));
  }
}
