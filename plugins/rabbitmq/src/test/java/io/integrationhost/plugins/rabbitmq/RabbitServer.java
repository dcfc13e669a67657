package io.integrationhost.plugins.rabbitmq;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.RequiredTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * RabbitMQ itself, as a process with a node, ports and folders of its own: one for all tests of
 * this JVM that ask for it. Beside {@code guest} there is {@code reader}, who may read only, and
 * the virtual host {@code plant}. Skips the test where it is not installed, unless REQUIRED_TOOLS
 * names {@code rabbitmq-server}.
 */
final class RabbitServer implements AutoCloseable {

  static final String READER = "reader";

  private static final String PROGRAM = "rabbitmq-server";

  /** Debian's script on the PATH runs it as another user, who may not use our folders. */
  private static final Path DEBIAN = Path.of("/usr/lib/rabbitmq/bin", PROGRAM);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String DEFINITIONS =
      """
      {"users": [
        {"name": "guest", "password": "guest", "tags": "administrator"},
        {"name": "reader", "password": "reader", "tags": ""}],
       "vhosts": [{"name": "/"}, {"name": "plant"}],
       "permissions": [
        {"user": "guest", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"},
        {"user": "guest", "vhost": "plant", "configure": ".*", "write": ".*", "read": ".*"},
        {"user": "reader", "vhost": "/", "configure": "", "write": "", "read": ".*"}]}
      """;

  private final Path folder;
  private final Certificates certificates;
  private final int port = FreePort.find();
  private final int tlsPort = FreePort.find();
  private final int distributionPort = FreePort.find();
  private final int namesPort = FreePort.find();
  private final Path program;
  private Process names;
  private Process server;

  private RabbitServer(Path program) throws Exception {
    this.program = program;
    folder = Files.createTempDirectory("rabbitmq");
    certificates = Certificates.make(folder.resolve("certificates"));
    Files.writeString(folder.resolve("definitions.json"), DEFINITIONS);
    Files.writeString(folder.resolve("enabled_plugins"), "[].");
    Files.writeString(
        folder.resolve("rabbitmq.conf"),
        """
        loopback_users = none
        listeners.tcp.1 = 127.0.0.1:%d
        listeners.ssl.1 = 127.0.0.1:%d
        ssl_options.cacertfile = %s
        ssl_options.certfile = %s
        ssl_options.keyfile = %s
        ssl_options.verify = verify_peer
        ssl_options.fail_if_no_peer_cert = false
        load_definitions = %s
        log.console = false
        """
            .formatted(
                port,
                tlsPort,
                certificates.file("ca.pem"),
                certificates.file("own.pem"),
                certificates.file("own.key"),
                folder.resolve("definitions.json")));
  }

  /** One that runs; it is closed with the last test. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
      return parameter.getParameter().getType() == RabbitServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
      Path program = Files.isExecutable(DEBIAN) ? DEBIAN : RequiredTools.orSkip(PROGRAM);
      return extension
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(RabbitServer.class))
          .computeIfAbsent(
              RabbitServer.class,
              key -> {
                try {
                  var made = new RabbitServer(program);
                  made.start();
                  return made;
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              },
              RabbitServer.class);
    }
  }

  int port() {
    return port;
  }

  int tlsPort() {
    return tlsPort;
  }

  Certificates certificates() {
    return certificates;
  }

  /** Starts it, also again after a kill, and waits until it serves. */
  void start() throws IOException {
    if (names == null) {
      // Else the server would start one that outlives it.
      names =
          process("epmd", "-port", Integer.toString(namesPort), "-address", "127.0.0.1").start();
      awaitOpen(namesPort);
    }
    server = process(program.toString()).start();
    awaitOpen(port);
  }

  private ProcessBuilder process(String... command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("output.log").toFile()));
    builder
        .environment()
        .putAll(
            Map.ofEntries(
                Map.entry("HOME", folder.toString()),
                Map.entry("RABBITMQ_NODENAME", "test-" + port + "@localhost"),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distributionPort)),
                Map.entry("ERL_EPMD_PORT", Integer.toString(namesPort)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString()),
                Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString()),
                Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("none").toString()),
                Map.entry("RABBITMQ_ADVANCED_CONFIG_FILE", folder.resolve("none").toString()),
                Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
                Map.entry(
                    "RABBITMQ_ENABLED_PLUGINS_FILE",
                    folder.resolve("enabled_plugins").toString())));
    return builder;
  }

  private void awaitOpen(int wanted) {
    await("port " + wanted)
        .pollInterval(Duration.ofMillis(20))
        .atMost(PATIENCE)
        .until(() -> isOpen(wanted));
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** As {@code kill -9} does. */
  void kill() {
    List<ProcessHandle> all =
        Stream.concat(server.descendants(), Stream.of(server.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  Connection connect() throws IOException, TimeoutException {
    return connect("/");
  }

  Connection connect(String virtualHost) throws IOException, TimeoutException {
    var factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setVirtualHost(virtualHost);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      kill();
    }
    if (names != null) {
      names.destroyForcibly();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(RabbitServer::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
