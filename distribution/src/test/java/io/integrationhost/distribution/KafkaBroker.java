package io.integrationhost.distribution;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Kafka broker as a process of its own, from the jars that the plugin's tests run with. Its data
 * outlive a kill.
 */
final class KafkaBroker implements AutoCloseable {

  private final Path folder;
  private final int port;
  private Process process;

  KafkaBroker(Path folder, int port, int controllerPort) throws IOException {
    this.folder = folder;
    this.port = port;
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("data/meta.properties"),
        """
        version=1
        cluster.id=MkU3OEVBNTcwNTJENDM2Qk
        node.id=1
        directory.id=qWMbS2hcRPqPlMFmJ7vZ5A
        """);
    Files.writeString(
        folder.resolve("server.properties"),
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@localhost:%2$d
        listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
        advertised.listeners=PLAINTEXT://localhost:%1$d
        controller.listener.names=CONTROLLER
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        auto.create.topics.enable=false
        log.cleaner.enable=false
        """
            .formatted(port, controllerPort, folder.resolve("data")));
    start();
  }

  String address() {
    return "localhost:" + port;
  }

  void start() throws IOException {
    String jars = Files.readString(Path.of("../plugins/kafka/target/broker.classpath")).strip();
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    jars,
                    "kafka.Kafka",
                    folder.resolve("server.properties").toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await("the broker")
        .pollInterval(Duration.ofMillis(50))
        .atMost(RunningHost.PATIENCE)
        .failFast("the broker has ended", () -> !process.isAlive())
        .until(this::answers);
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("localhost", port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
