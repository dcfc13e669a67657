package io.integrationhost.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A network between host and ThingsBoard that misbehaves on request. Safe for any thread. */
final class LinkProxy implements AutoCloseable {

  private static final int NO_CUT = Integer.MAX_VALUE;

  private final int thingsBoard;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger bytesUntilCut = new AtomicInteger(NO_CUT);
  private final AtomicInteger accepted = new AtomicInteger();
  private final Object change = new Object();
  private volatile Weather weather = Weather.FAIR;
  private volatile boolean refusing;
  private volatile boolean closed;

  LinkProxy(int thingsBoard) throws IOException {
    this.thingsBoard = thingsBoard;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    begin("accept", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Connections so far. */
  int accepted() {
    return accepted.get();
  }

  /** Breaks every connection with a reset after so many more bytes to ThingsBoard. */
  void cutAfter(int bytes) {
    bytesUntilCut.set(bytes);
  }

  /** Resets whoever connects. */
  void refuse(boolean refused) {
    refusing = refused;
    if (refused) {
      reset();
    }
  }

  void weather(Weather next) {
    synchronized (change) {
      weather = next;
      change.notifyAll();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    weather(Weather.FAIR);
    listener.close();
    reset();
  }

  private static void begin(String what, Runnable task) {
    Thread thread = new Thread(task, "proxy " + what);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!closed) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // Closed, or ThingsBoard is away: the host's connection is closed as well then.
      }
    }
  }

  private void connect(Socket host) throws IOException {
    accepted.incrementAndGet();
    sockets.add(host);
    if (refusing) {
      reset();
      return;
    }
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), thingsBoard);
      sockets.add(server);
      begin("to ThingsBoard", () -> pump(host, server, true));
      begin("to host", () -> pump(server, host, false));
    } catch (IOException e) {
      reset(host);
      throw e;
    }
  }

  private void pump(Socket from, Socket to, boolean toThingsBoard) {
    byte[] buffer = new byte[64 << 10];
    try {
      int read = from.getInputStream().read(buffer, 0, weather.chunk());
      while (read >= 0) {
        travel(toThingsBoard);
        int passing = toThingsBoard ? beforeCut(read) : read;
        to.getOutputStream().write(buffer, 0, passing);
        if (passing < read) {
          reset();
        }
        read = from.getInputStream().read(buffer, 0, weather.chunk());
      }
    } catch (IOException e) {
      // The other end is told below, as a network would.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reset(from);
      reset(to);
    }
  }

  private int beforeCut(int bytes) {
    if (bytesUntilCut.get() == NO_CUT) {
      return bytes;
    }
    int left = bytesUntilCut.addAndGet(-bytes);
    if (left >= 0) {
      return bytes;
    }
    bytesUntilCut.set(NO_CUT);
    return Math.max(0, bytes + left);
  }

  private void travel(boolean toThingsBoard) throws InterruptedException {
    synchronized (change) {
      long end = System.nanoTime() + weather.delayMillis() * 1_000_000L;
      long left = weather.delayMillis();
      while (!closed && (weather.stops(toThingsBoard) || left > 0)) {
        change.wait(left > 0 ? left : 1000);
        left = (end - System.nanoTime()) / 1_000_000;
      }
    }
  }

  private void reset() {
    sockets.forEach(this::reset);
  }

  private void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // Closed already.
    }
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    sockets.remove(socket);
  }

  /**
   * What the network does to all connections.
   *
   * @param stopsRequests nothing reaches ThingsBoard, though everything is connected
   * @param stopsAnswers nothing reaches the host
   * @param delayMillis of every chunk
   * @param chunk the most bytes at once; with a delay, this limits the bandwidth
   */
  record Weather(boolean stopsRequests, boolean stopsAnswers, int delayMillis, int chunk) {

    static final Weather FAIR = new Weather(false, false, 0, 64 << 10);
    static final Weather BLACK_HOLE = new Weather(true, true, 0, 64 << 10);
    static final Weather NO_ANSWERS = new Weather(false, true, 0, 64 << 10);
    static final Weather FAR_AWAY = new Weather(false, false, 150, 64 << 10);
    static final Weather THIN = new Weather(false, false, 10, 256);

    boolean stops(boolean toThingsBoard) {
      return toThingsBoard ? stopsRequests : stopsAnswers;
    }
  }
}
