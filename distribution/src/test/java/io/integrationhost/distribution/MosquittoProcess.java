package io.integrationhost.distribution;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Mosquitto as a process that can be killed and started again on the same data. It writes them
 * after 100 changes, and what it confirmed since then is missing after a kill. After each change
 * would not do either, and it would read acknowledgements more slowly than a client gives them.
 */
final class MosquittoProcess implements AutoCloseable {

  private final Path program;
  private final Path folder;
  private final int port = Integrations.freePort();
  private Process server;

  /**
   * Skips the test where it is not installed.
   *
   * @param window how many messages it may have under way to a client
   */
  MosquittoProcess(Path folder, int window) throws IOException {
    this.program = RequiredTools.orSkip("mosquitto");
    this.folder = Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        """
        user %s
        listener %d 127.0.0.1
        allow_anonymous true
        max_inflight_messages %d
        max_queued_messages 0
        persistence true
        persistence_location %s/
        autosave_on_changes true
        autosave_interval 100
        log_dest stderr
        log_type all
        """
            .formatted(System.getProperty("user.name"), port, window, folder));
  }

  int port() {
    return port;
  }

  void start() throws IOException {
    server =
        new ProcessBuilder(program.toString(), "-c", folder.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output.log").toFile()))
            .start();
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(HostProcess.PATIENCE)
        .failFast("mosquitto has ended", () -> !server.isAlive())
        .until(() -> Integrations.isListening(port));
  }

  /** Waits for a subscription of a client whose id begins so. */
  void awaitSubscription(String client, String filter) {
    await(filter)
        .atMost(HostProcess.PATIENCE)
        .until(
            () ->
                Files.readAllLines(folder.resolve("output.log")).stream()
                    .anyMatch(line -> line.contains(": " + client) && line.endsWith(filter)));
  }

  /** As {@code kill -9} does. */
  void kill() {
    server.destroyForcibly();
    server.onExit().join();
  }

  @Override
  public void close() {
    if (server != null) {
      kill();
    }
  }
}
