package io.integrationhost.testkit;

import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A plugin with one flaw, or none. */
final class FlawedPlugin implements TransportPlugin {

  private final Flaw flaw;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<ServerSocket> sockets = new ArrayList<>();

  FlawedPlugin(Flaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public Transport create(TransportContext context) {
    int port = context.config().getInt("port");
    if (port > 65_535 && flaw != Flaw.ACCEPTS_ANY_CONFIGURATION) {
      throw new TransportException(
          TransportException.Kind.CONFIGURATION, "port is " + port + " (expected: 0 to 65535)");
    }
    if (flaw == Flaw.OPENS_A_SOCKET_IN_CREATE) {
      openSocket();
    }
    if (flaw == Flaw.STARTS_A_THREAD_IN_CREATE) {
      startThread("flawed-create");
    }
    return new FlawedTransport(flaw, this, context, port);
  }

  void startThread(String name) {
    Thread thread = new Thread(this::untilClosed, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void untilClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void openSocket() {
    try {
      sockets.add(new ServerSocket(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (flaw != Flaw.LEAVES_A_THREAD) {
      closed.countDown();
    }
    for (ServerSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
