package io.integrationhost.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;

/** Finds ports that tests may use. */
public final class FreePort {

  private FreePort() {}

  /**
   * A port that nothing listens on now, for TCP and UDP. Prefer port 0 where the transport tells
   * which one it got: another process may take this one meanwhile.
   */
  public static int find() {
    for (int attempt = 0; attempt < 20; attempt++) {
      try (ServerSocket tcp = new ServerSocket(0)) {
        if (isFreeForDatagrams(tcp.getLocalPort())) {
          return tcp.getLocalPort();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("no free port on this machine", e);
      }
    }
    throw new IllegalStateException("no port of this machine is free for TCP and UDP");
  }

  private static boolean isFreeForDatagrams(int port) {
    try (DatagramSocket udp = new DatagramSocket(port)) {
      return udp.getLocalPort() == port;
    } catch (IOException e) {
      return false;
    }
  }
}
