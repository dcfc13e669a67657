package io.integrationhost.workbench.sensor;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One sensor: greets, then sends readings and waits for the answer to each. */
final class Sensor implements Runnable {

  private static final int CONNECT_MILLIS = 5000;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int ANSWER_MILLIS = 60_000;

  private final SensorSettings settings;
  private final String name;
  private final SensorReport report;

  Sensor(SensorSettings settings, String name, SensorReport report) {
    this.settings = settings;
    this.name = name;
    this.report = report;
  }

  @Override
  public void run() {
    try (Socket socket = connect()) {
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.setTcpNoDelay(true);
      talk(
          socket.getOutputStream(),
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      report.failed(
          "%s: %s:%d: %s; is the host running and does its integration listen on this port?"
              .formatted(name, settings.host(), settings.port(), e.getMessage()));
    }
  }

  /** A sensor that is switched on before the host waits for it. */
  private Socket connect() throws IOException {
    long start = System.nanoTime();
    boolean told = false;
    while (true) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(settings.host(), settings.port()), CONNECT_MILLIS);
        return socket;
      } catch (ConnectException e) {
        socket.close();
        if (System.nanoTime() - start >= settings.patience().toNanos()
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        if (!told) {
          report.waits(
              "%s: nobody listens on %s:%d yet; waiting for it"
                  .formatted(name, settings.host(), settings.port()));
          told = true;
        }
        LockSupport.parkNanos(RETRY_NANOS);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }
  }

  private void talk(OutputStream out, BufferedReader in) throws IOException {
    ask(out, in, "Hello to ThingsBoard! My name is [" + name + "]");
    long sent = 0;
    while (!Thread.currentThread().isInterrupted()
        && (settings.count() == 0 || sent < settings.count())) {
      ask(out, in, reading());
      sent++;
      if (sent != settings.count()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(settings.interval().toMillis()));
      }
    }
  }

  private void ask(OutputStream out, BufferedReader in, String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    String answer = in.readLine();
    if (answer == null) {
      throw new EOFException("the connection was closed instead of an answer to '" + line + "'");
    }
    report.answered(name, line, answer);
  }

  private static String reading() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "%d,%d,%d"
        .formatted(random.nextInt(15, 31), random.nextInt(30, 61), random.nextInt(70, 101));
  }
}
