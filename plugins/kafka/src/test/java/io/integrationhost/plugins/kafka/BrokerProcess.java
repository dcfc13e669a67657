package io.integrationhost.plugins.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import io.integrationhost.testkit.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * A Kafka broker as a process of its own, from the jars that this test runs with: plain, with a
 * login (user {@code u}, password {@code p}), and with TLS. Its data outlive a kill.
 */
final class BrokerProcess implements AutoCloseable {

  private final Path folder;
  private final int plain = FreePort.find();
  private final int login = FreePort.find();
  private final int secure = FreePort.find();
  private final int controller = FreePort.find();
  private Process process;

  BrokerProcess(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("data/meta.properties"),
        "version=1\ncluster.id=MkU3OEVBNTcwNTJENDM2Qk\nnode.id=1\n"
            + "directory.id=qWMbS2hcRPqPlMFmJ7vZ5A\n");
    try (OutputStream out = Files.newOutputStream(folder.resolve("server.properties"))) {
      settings().store(out, null);
    }
    start();
  }

  private Properties settings() throws IOException {
    Properties all = new Properties();
    String listeners =
        "PLAINTEXT://localhost:%d,SASL_PLAINTEXT://localhost:%d,SSL://localhost:%d"
            .formatted(plain, login, secure);
    all.put("process.roles", "broker,controller");
    all.put("node.id", "1");
    all.put("controller.quorum.voters", "1@localhost:" + controller);
    all.put("listeners", listeners + ",CONTROLLER://localhost:" + controller);
    all.put("advertised.listeners", listeners);
    all.put("controller.listener.names", "CONTROLLER");
    all.put(
        "listener.security.protocol.map",
        "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL");
    all.put("log.dirs", folder.resolve("data").toString());
    all.put("offsets.topic.replication.factor", "1");
    all.put("offsets.topic.num.partitions", "1");
    all.put("transaction.state.log.replication.factor", "1");
    all.put("transaction.state.log.min.isr", "1");
    all.put("transaction.state.log.num.partitions", "1");
    all.put("group.initial.rebalance.delay.ms", "0");
    all.put("group.min.session.timeout.ms", "500");
    all.put("auto.create.topics.enable", "false");
    all.put("num.network.threads", "1");
    all.put("num.io.threads", "2");
    all.put("log.cleaner.enable", "false");
    all.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256");
    all.put(
        "listener.name.sasl_plaintext.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_u=\"p\";");
    all.put(
        "listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    all.put("ssl.keystore.type", "PEM");
    Path resources = Path.of("src/test/resources");
    all.put(
        "ssl.keystore.certificate.chain",
        Files.readString(resources.resolve("broker-certificate.pem")));
    all.put("ssl.keystore.key", Files.readString(resources.resolve("broker-key.pem")));
    all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    all.put("super.users", "User:ANONYMOUS");
    all.put("allow.everyone.if.no.acl.found", "true");
    return all;
  }

  void start() throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "kafka.Kafka",
                    folder.resolve("server.properties").toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile()))
            .start();
    await("the broker; see " + folder.resolve("broker.log"))
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(60))
        .failFast(() -> !process.isAlive())
        .until(this::answers);
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("localhost", plain), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  String plain() {
    return "localhost:" + plain;
  }

  String login() {
    return "localhost:" + login;
  }

  String secure() {
    return "localhost:" + secure;
  }

  /** What a slice says to log in as its user. */
  static String loginOf(String mechanism, String module, String password) {
    return ("clientConfiguration.otherProperties {\"security.protocol\": SASL_PLAINTEXT,"
            + " \"sasl.mechanism\": \"%s\", \"sasl.jaas.config\":"
            + " \"org.apache.kafka.common.security.%s required username=\\\"u\\\""
            + " password=\\\"%s\\\";\"}")
        .formatted(mechanism, module, password);
  }

  /** As a bad disk does: the first letter of a text that the partition has is another. */
  void damage(String partition, String text) throws IOException {
    Path file = folder.resolve("data").resolve(partition).resolve("00000000000000000000.log");
    int at = new String(Files.readAllBytes(file), ISO_8859_1).indexOf(text);
    try (var open = FileChannel.open(file, StandardOpenOption.WRITE)) {
      open.write(ByteBuffer.wrap(new byte[] {'?'}), at);
    }
  }

  /** As a power cut does. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
