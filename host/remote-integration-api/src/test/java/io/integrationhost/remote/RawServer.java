package io.integrationhost.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says the same bytes to everyone who says something. */
final class RawServer implements AutoCloseable {
  private final byte[] answer;
  private final boolean hangUp;
  private final ServerSocket server;
  private final List<Socket> clients = new CopyOnWriteArrayList<>();

  RawServer(byte[] answer, boolean hangUp) throws IOException {
    this.answer = answer;
    this.hangUp = hangUp;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        clients.add(client);
        if (client.getInputStream().read(new byte[1024]) > 0) {
          client.getOutputStream().write(answer);
        }
        if (hangUp) {
          client.close();
        }
      } catch (IOException gone) {
        // The client went first, or the test is over.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket client : clients) {
      client.close();
    }
  }
}
