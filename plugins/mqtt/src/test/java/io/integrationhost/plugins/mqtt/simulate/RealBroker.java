package io.integrationhost.plugins.mqtt.simulate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A mosquitto on a free port, and its clients. */
public final class RealBroker implements AutoCloseable {

  private final Path directory;
  private final Process process;
  private final List<Process> clients = new ArrayList<>();
  private final int port;

  private RealBroker(Path directory, Process process, int port) {
    this.directory = directory;
    this.process = process;
    this.port = port;
  }

  /** Starts one; the test is skipped where there is none, unless it is required. */
  public static RealBroker start(Path directory) throws IOException, InterruptedException {
    String program = tool("mosquitto", "/usr/sbin");
    int port = freePort();
    Path settings = directory.resolve("mosquitto.conf");
    Files.writeString(
        settings, "listener " + port + " 127.0.0.1\nallow_anonymous true\nuser root\n");
    Process process =
        new ProcessBuilder(program, "-c", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("mosquitto.log").toFile())
            .start();
    var broker = new RealBroker(directory, process, port);
    for (int i = 0; i < 200 && process.isAlive() && !isOpen(port); i++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    if (!isOpen(port)) {
      broker.close();
      throw new AssertionError(Files.readString(directory.resolve("mosquitto.log")));
    }
    return broker;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String tool(String name, String alsoIn) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Optional<Path> found =
        Stream.of((path + File.pathSeparator + alsoIn).split(File.pathSeparator))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    String required = Optional.ofNullable(System.getenv("REQUIRED_TOOLS")).orElse("");
    if (found.isEmpty() && Arrays.asList(required.split("\\s+")).contains(name)) {
      throw new AssertionError("REQUIRED_TOOLS names " + name + ", which is not on the PATH");
    }
    assumeTrue(found.isPresent(), name + " is not installed");
    return found.orElseThrow().toString();
  }

  public int port() {
    return port;
  }

  /** Publishes the bytes with mosquitto_pub. */
  public void publish(String topic, byte[] payload) throws IOException, InterruptedException {
    Path file = Files.write(Files.createTempFile(directory, "payload", ".bin"), payload);
    Process client =
        new ProcessBuilder(
                tool("mosquitto_pub", "/usr/bin"),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-t",
                topic,
                "-f",
                file.toString())
            .inheritIO()
            .start();
    if (!client.waitFor(20, TimeUnit.SECONDS) || client.exitValue() != 0) {
      client.destroyForcibly();
      throw new AssertionError("mosquitto_pub failed");
    }
  }

  /** What mosquitto_sub prints of a filter: topic, blank, payload in hex. */
  public Heard subscribe(String filter) throws IOException {
    Path file = Files.createTempFile(directory, "heard", ".txt");
    clients.add(
        new ProcessBuilder(
                tool("mosquitto_sub", "/usr/bin"),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-t",
                filter,
                "-F",
                "%t %x")
            .redirectErrorStream(true)
            .redirectOutput(file.toFile())
            .start());
    return () -> Files.readAllLines(file, StandardCharsets.US_ASCII);
  }

  /** Lines so far. */
  @FunctionalInterface
  public interface Heard {
    List<String> lines() throws IOException;
  }

  @Override
  public void close() {
    clients.forEach(Process::destroyForcibly);
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
