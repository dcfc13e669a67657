package io.integrationhost.workbench.sensor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One sensor: tells readings and waits for the answer to each. */
final class Sensor implements Runnable {

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final SensorSettings settings;
  private final String name;
  private final SensorReport report;
  private Optional<Line> line = Optional.empty();
  private boolean told;

  Sensor(SensorSettings settings, String name, SensorReport report) {
    this.settings = settings;
    this.name = name;
    this.report = report;
  }

  @Override
  public void run() {
    try {
      talk();
    } catch (IOException e) {
      if (!Thread.currentThread().isInterrupted()) {
        report.failed(
            "%s: %s:%d: %s; is the host running and does its integration listen on this port?"
                .formatted(name, settings.host(), settings.port(), reason(e)));
      }
    } finally {
      hangUp();
    }
  }

  /** Some exceptions leave it to their type. */
  private static String reason(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse("nobody listens");
  }

  private void talk() throws IOException {
    long start = System.nanoTime();
    long sent = 0;
    while (!Thread.currentThread().isInterrupted()
        && (settings.count() == 0 || sent < settings.count())) {
      long begun = System.nanoTime();
      try {
        tell();
        sent++;
      } catch (ConnectException | PortUnreachableException e) {
        boolean patient = sent == 0 && System.nanoTime() - start < settings.patience().toNanos();
        if (!patient || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        awaitListener();
        continue;
      }
      if (sent != settings.count()) {
        LockSupport.parkNanos(settings.interval().toNanos() - (System.nanoTime() - begun));
      }
    }
  }

  private void tell() throws IOException {
    if (line.isEmpty()) {
      line = Optional.of(open());
    }
    Line.Told answered = line.orElseThrow().tell(Reading.random());
    report.answered(name, answered.said(), answered.answer(), answered.kind());
  }

  private Line open() throws IOException {
    return switch (settings.protocol()) {
      case TCP -> new TcpLine(settings, name, report);
      case UDP -> new UdpLine(settings, name);
      case HTTP -> new HttpLine(settings, name);
    };
  }

  /** A sensor that is switched on before the host waits for it. */
  private void awaitListener() {
    hangUp();
    if (!told) {
      report.waits(
          "%s: nobody listens on %s:%d yet; waiting for it"
              .formatted(name, settings.host(), settings.port()));
      told = true;
    }
    LockSupport.parkNanos(RETRY_NANOS);
  }

  private void hangUp() {
    try {
      if (line.isPresent()) {
        line.get().close();
      }
    } catch (IOException e) {
      report.failed("%s: cannot hang up: %s".formatted(name, e.getMessage()));
    }
    line = Optional.empty();
  }
}
