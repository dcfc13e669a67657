package io.integrationhost.cli;

import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.workbench.demo.Demo;
import io.integrationhost.workbench.sensor.Protocol;
import io.integrationhost.workbench.sensor.SensorReport;
import io.integrationhost.workbench.sensor.SensorSettings;
import io.integrationhost.workbench.sensor.Sensors;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A short run of the service with readings of a device, for Java to note which classes that needs.
 * Its home is a folder made for it; it listens on the loopback address only, at ports that are
 * free. The exit code is 0 when the readings arrived.
 */
final class Rehearsal implements SensorReport {

  private static final int READINGS = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration CONNECT = Duration.ofMinutes(4);
  private static final int MOST_MILLIS = 30_000;

  private final Path home;
  private final int port;
  private final CountDownLatch missing = new CountDownLatch(READINGS);

  private Rehearsal(Path home, int port) {
    this.home = home;
    this.port = port;
  }

  /** Runs until the readings have arrived, or the process that wants it has ended. */
  public static void main(String[] arguments) throws IOException {
    Path home = Home.fromProperty().directory();
    int port = Demo.freePort();
    Rehearsal rehearsal = new Rehearsal(home, port);
    Emulator emulator =
        Emulator.start(
            EmulatorSettings.builder()
                .integration(Demo.integration(port, Duration.ofMillis(500)))
                .itemListener(rehearsal::received)
                .keptItems(0)
                .build());
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(
        home.resolve("conf").resolve("integration-host.conf"),
        Demo.settings(emulator.port(), home.resolve("data")) + "admin.port = 0\n");
    Thread device = new Thread(rehearsal::play, "rehearsal");
    device.setDaemon(true);
    device.start();
    Main.main(new String[] {"run", "--stop-with-input"});
  }

  private void received(ReceivedItem item) {
    if (item.kind() == ReceivedItem.Kind.DEVICE) {
      missing.countDown();
    }
  }

  private void play() {
    int exit = ExitCode.FAILURE;
    try {
      new Sensors(
              new SensorSettings(
                  Protocol.TCP,
                  "127.0.0.1",
                  port,
                  "",
                  "Device A",
                  Duration.ZERO,
                  READINGS,
                  1,
                  CONNECT),
              this)
          .join();
      if (missing.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        ask("/health/ready");
        ask("/metrics");
        exit = ExitCode.SUCCESS;
      }
    } catch (IOException e) {
      System.err.println("the host cannot be asked how it is: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (exit == ExitCode.SUCCESS) {
        // In good order, as a host ends too.
        System.exit(exit);
      } else {
        Runtime.getRuntime().halt(exit);
      }
    }
  }

  private void ask(String path) throws IOException {
    Path told = home.resolve("data").resolve("admin.port");
    int admin = Integer.parseInt(Files.readString(told).strip());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin)) {
      socket.setSoTimeout(MOST_MILLIS);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  @Override
  public void answered(String sensor, String said, String answer, Kind kind) {}

  @Override
  public void waits(String problem) {}

  @Override
  public void failed(String problem) {
    System.err.println(problem);
    Runtime.getRuntime().halt(ExitCode.FAILURE);
  }
}
