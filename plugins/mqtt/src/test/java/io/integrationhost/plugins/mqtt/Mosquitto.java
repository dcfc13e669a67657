package io.integrationhost.plugins.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.RequiredTools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A broker that nobody here wrote, as a process of its own. Tests skip where it is not installed,
 * see {@link RequiredTools}.
 */
final class Mosquitto implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path folder;
  private final int port = FreePort.find();
  private final String program = find("mosquitto");
  private final List<Process> listeners = new ArrayList<>();
  private Process process;

  /**
   * Starts it.
   *
   * @param settings lines of its configuration behind the port, each with its end
   */
  Mosquitto(Path folder, String settings) throws IOException {
    this.folder = folder;
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        "user "
            // Else it would give up the right to its files.
            + System.getProperty("user.name")
            + "\nlistener "
            + port
            + " 127.0.0.1\n"
            + settings);
    start();
  }

  /** The path of a program. */
  static String find(String tool) {
    return RequiredTools.orSkip(tool).toString();
  }

  int port() {
    return port;
  }

  void start() throws IOException {
    process =
        new ProcessBuilder(program, "-c", folder.resolve("mosquitto.conf").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .ignoreExceptions()
        .until(
            () -> {
              assertThat(process.isAlive()).isTrue();
              new Socket(InetAddress.getByName("127.0.0.1"), port).close();
              return true;
            });
  }

  /** Ends it such that it keeps its sessions. */
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** Runs a client of mosquitto's to its end, and returns what it printed. */
  String run(String tool, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(find(tool)));
    if (tool.startsWith("mosquitto_") && !tool.equals("mosquitto_passwd")) {
      command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port)));
    }
    command.addAll(List.of(arguments));
    Path said = Files.createTempFile(folder, tool, ".out");
    Process client =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = client.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    client.destroyForcibly();
    String text = Files.readString(said);
    assertThat(ended && client.exitValue() == 0).as("%s: %s", command, text).isTrue();
    return text;
  }

  /** Publishes bytes as they are. */
  void publish(String topic, byte[] payload) throws IOException, InterruptedException {
    Path file = Files.write(Files.createTempFile(folder, "payload", ".bin"), payload);
    run("mosquitto_pub", "-t", topic, "-f", file.toString());
  }

  /**
   * Has a client of mosquitto's listen, which may take a moment to be there.
   *
   * @return the file of what it hears, a line for each message: topic, blank, payload in hex
   */
  Path listen(String filter) throws IOException {
    Path heard = Files.createTempFile(folder, "heard", ".txt");
    listeners.add(
        new ProcessBuilder(
                find("mosquitto_sub"),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-t",
                filter,
                "-F",
                "%t %x")
            .redirectErrorStream(true)
            .redirectOutput(heard.toFile())
            .start());
    return heard;
  }

  @Override
  public void close() throws IOException {
    listeners.forEach(Process::destroyForcibly);
    process.destroyForcibly();
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
