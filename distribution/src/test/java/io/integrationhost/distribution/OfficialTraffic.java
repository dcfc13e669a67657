package io.integrationhost.distribution;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Reading;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Devices of ThingsBoard's own TCP form: they send lines {@code name,number} at a steady rate and
 * get no answers, so nobody tells them what was lost. Each connection is a device of its own. What
 * a plugin has read of a connection is a beginning of what was sent; a gap in what arrives is a
 * reading that was read and lost.
 */
final class OfficialTraffic implements Consumer<ReceivedItem>, AutoCloseable {

  private static final int DEVICES = 6;
  private static final int TICK_MILLIS = 20;

  private final int linesPerTick;
  private final Map<String, Account> accounts = new ConcurrentSkipListMap<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private volatile int port;

  /**
   * @param rate readings per second of all devices together
   */
  OfficialTraffic(int rate) {
    linesPerTick = Math.max(1, rate * TICK_MILLIS / 1000 / DEVICES);
  }

  /** An integration of ThingsBoard's own type whose devices these are. */
  static EmulatedIntegration integration(String key, int port, EmulatedConverter converter) {
    return EmulatedIntegration.builder(key, Integrations.secret(key))
        .name(key)
        .type("TCP")
        .configuration(configuration(port, 128))
        .uplinkConverter(converter)
        .build();
  }

  static String configuration(int port, int maxFrameLength) {
    return """
        {"clientConfiguration": {"port": %d, "handlerConfiguration":
         {"handlerType": "TEXT", "maxFrameLength": %d}}, "metadata": {}}
        """
        .formatted(port, maxFrameLength);
  }

  /** A decoder of the lines; each version is another text. */
  static EmulatedConverter decoder(int version) {
    return EmulatedConverter.of(
        "lines",
        """
        {"scriptLang": "JS", "decoder": "var v = String.fromCharCode.apply(String, payload)\
        .split(','); return {deviceName: v[0], deviceType: 'line',\
         telemetry: {number: Number(v[1]), version: %d}};"}
        """
            .formatted(version));
  }

  /** Points the devices there: at first, and when their connections break. */
  void connectTo(int newPort) {
    port = newPort;
    if (threads.isEmpty()) {
      IntStream.range(0, DEVICES).forEach(i -> threads.add(started(i)));
    }
  }

  private Thread started(int device) {
    Thread thread = new Thread(this::run, "official device " + device);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void run() {
    try {
      while (!stop.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
        String name = "D%05d".formatted(connections.incrementAndGet());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          talk(name, socket);
        } catch (IOException e) {
          // The port moved; what this connection sent last may never have been read.
          account(name).broken();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void talk(String name, Socket socket) throws IOException, InterruptedException {
    Account account = account(name);
    do {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < linesPerTick; i++) {
        lines.append(name).append(',').append(account.send()).append('\n');
      }
      if (socket.getInputStream().available() > 0) {
        throw new IOException("an answer, although there are none in this form");
      }
      socket.getOutputStream().write(lines.toString().getBytes(StandardCharsets.US_ASCII));
    } while (!stop.await(TICK_MILLIS, TimeUnit.MILLISECONDS));
    socket.shutdownOutput();
    socket.setSoTimeout((int) HostProcess.PATIENCE.toMillis());
    if (socket.getInputStream().read() >= 0) {
      throw new IOException("an answer, although there are none in this form");
    }
  }

  private Account account(String name) {
    return accounts.computeIfAbsent(name, key -> new Account());
  }

  @Override
  public void accept(ReceivedItem item) {
    if (item.kind() == ReceivedItem.Kind.DEVICE) {
      for (Reading reading : item.telemetry()) {
        account(item.name()).receive(Math.toIntExact((Long) reading.values().get("number")));
      }
    }
  }

  /** Sends nothing more. */
  void stop() throws InterruptedException {
    stop.countDown();
    for (Thread thread : threads) {
      thread.join(HostProcess.PATIENCE.toMillis());
    }
  }

  /** Readings that are missing: of broken connections only those before one that arrived. */
  List<String> missing() {
    List<String> all = new ArrayList<>();
    accounts.forEach((name, account) -> account.missing(name, all));
    return all;
  }

  long sent() {
    return accounts.values().stream().mapToLong(Account::sent).sum();
  }

  long received() {
    return accounts.values().stream().mapToLong(Account::received).sum();
  }

  long disorder() {
    return accounts.values().stream().mapToLong(Account::disorder).sum();
  }

  int connections() {
    return connections.get();
  }

  @Override
  public String toString() {
    return "%d sent over %d connections, %d arrived, %d missing, %d out of order"
        .formatted(sent(), connections(), received(), missing().size(), disorder());
  }

  @Override
  public void close() {
    stop.countDown();
  }

  /** One connection. */
  private static final class Account {
    private final BitSet received = new BitSet();
    private int sent;
    private int newest = -1;
    private long disorder;
    private boolean broken;

    synchronized int send() {
      return sent++;
    }

    synchronized void broken() {
      broken = true;
    }

    synchronized void receive(int number) {
      if (!received.get(number)) {
        disorder += number < newest ? 1 : 0;
        newest = Math.max(newest, number);
        received.set(number);
      }
    }

    synchronized void missing(String name, List<String> all) {
      int end = broken ? received.length() : sent;
      for (int n = received.nextClearBit(0); n < end; n = received.nextClearBit(n + 1)) {
        all.add(name + "/" + n);
      }
    }

    synchronized long sent() {
      return sent;
    }

    synchronized long received() {
      return received.cardinality();
    }

    synchronized long disorder() {
      return disorder;
    }
  }
}
