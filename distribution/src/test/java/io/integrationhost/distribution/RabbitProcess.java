package io.integrationhost.distribution;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** RabbitMQ as a process that can be killed and started again on the same data. */
final class RabbitProcess implements AutoCloseable {

  /** Debian's script on the PATH runs it as another user, who may not use our folders. */
  private static final Path DEBIAN = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

  private final Path folder;
  private final Path program;
  private final int port = Integrations.freePort();
  private final Map<String, String> environment;
  private final Process names;
  private Process server;

  /** Skips the test where it is not installed. */
  RabbitProcess(Path folder) throws IOException {
    Path found = RequiredTools.orSkip("rabbitmq-server");
    this.program = Files.isExecutable(DEBIAN) ? DEBIAN : found;
    this.folder = Files.createDirectories(folder);
    Files.writeString(folder.resolve("enabled_plugins"), "[].");
    Files.writeString(
        folder.resolve("rabbitmq.conf"), "listeners.tcp.1 = 127.0.0.1:" + port + "\n");
    int namesPort = Integrations.freePort();
    environment =
        Map.ofEntries(
            Map.entry("HOME", folder.toString()),
            Map.entry("RABBITMQ_NODENAME", "test-" + port + "@localhost"),
            Map.entry("RABBITMQ_DIST_PORT", Integer.toString(Integrations.freePort())),
            Map.entry("ERL_EPMD_PORT", Integer.toString(namesPort)),
            Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
            Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString()),
            Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
            Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString()),
            Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("none").toString()),
            Map.entry("RABBITMQ_ADVANCED_CONFIG_FILE", folder.resolve("none").toString()),
            Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
            Map.entry(
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()));
    // Else the server would start one that outlives it.
    names = process("epmd", "-port", Integer.toString(namesPort), "-address", "127.0.0.1");
    awaitListening(namesPort);
  }

  int port() {
    return port;
  }

  void start() throws IOException {
    server = process(program.toString());
    awaitListening(port);
  }

  private Process process(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("output.log").toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static void awaitListening(int wanted) {
    await("port " + wanted)
        .pollInterval(Duration.ofMillis(20))
        .atMost(HostProcess.PATIENCE)
        .until(() -> Integrations.isListening(wanted));
  }

  /** As {@code kill -9} does, the server and what its script has started. */
  void kill() {
    List<ProcessHandle> all =
        Stream.concat(server.descendants(), Stream.of(server.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  @Override
  public void close() {
    if (server != null) {
      kill();
    }
    names.destroyForcibly();
  }
}
