package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.FakeTerminal;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates, policies and logins, with a server that looks at them. */
class SecurityTest {

  private static final String URI = "urn:test:client";

  @TempDir private static Path keys;
  private static KeyStoreContent.Own server;
  private static KeyStoreContent.Own client;
  private static Pumps pumps;

  private static final OpcUaPlugin plugin = new OpcUaPlugin();

  @BeforeAll
  static void open() throws Exception {
    server =
        new Certificates(() -> keys.resolve("server"))
            .own("server", "urn:integration-host:simulated-server");
    client = new Certificates(() -> keys.resolve("client")).own("client", URI);
    var users =
        new UsernameIdentityValidator(
            challenge ->
                challenge.getUsername().equals("op") && challenge.getPassword().equals("right"));
    pumps =
        new Pumps(
            new SimulatedServer.Settings(
                FreePort.find(),
                Optional.of(server),
                Optional.of(users),
                List.of(client.certificate())),
            1);
  }

  @AfterAll
  static void close() throws Exception {
    plugin.close();
    pumps.close();
  }

  private FakeContext context(String security, String identity, String more) throws Exception {
    FakeContext context =
        FakeContext.of(
            pumps
                .slice(more)
                .replace("security: None", "security: " + security + ", identity: " + identity));
    // The one that the server knows.
    Path own = context.dataDirectory().resolve("pki");
    Files.createDirectories(own);
    Files.copy(keys.resolve("client/pki/own.p12"), own.resolve("own.p12"));
    return context;
  }

  private static void awaitHealth(StartedTransport started, String... words) {
    await().untilAsserted(() -> assertThat(started.transport().health().detail()).contains(words));
  }

  @Test
  void refusesAServerUntilItIsTrusted() throws Exception {
    String user = "{type: username, username: op, password: right}";
    try (FakeContext context = context("Basic256Sha256", user, "");
        StartedTransport started = StartedTransport.start(plugin, context)) {
      String thumbprint = Certificates.thumbprint(server.certificate());
      awaitHealth(
          started,
          "the server's certificate is not trusted",
          "integration-host plugin opcua trust --integration test --transport transport "
              + thumbprint);
      assertThat(started.transport().health().status()).isEqualTo(Health.Status.DOWN);
      var terminal = new FakeTerminal().knows(context);
      var tool = new TrustTool();
      assertThat(tool.run(terminal.types("--integration", "test", "--transport", "t"))).isZero();
      assertThat(terminal.shown()).contains("refused: " + thumbprint, "trusted: none");
      assertThat(tool.run(terminal.types("--integration", "test", "--transport", "t", thumbprint)))
          .isZero();
      started.uplinks().awaitCount(1);
      assertThat(started.transport().facts()).containsEntry("security", "Basic256Sha256");
    }
  }

  @Test
  void saysThatALoginIsRefused() throws Exception {
    String user = "{type: username, username: op, password: \"secret:pw\"}";
    try (FakeContext context =
            context("Basic256Sha256", user, ", serverCertificate: FIRST").secret("pw", "wrong");
        StartedTransport started = StartedTransport.start(plugin, context)) {
      awaitHealth(started, "the server refuses the login", "identity");
      assertThat(started.transport().health().detail()).doesNotContain("wrong");
      context.secret("pw", "right");
      started.uplinks().awaitCount(1);
      assertThat(Certificates.read(new Certificates(context::dataDirectory).trusted()))
          .containsExactly(server.certificate());
    }
  }

  @Test
  void saysWhatTheServerDoesNotOffer() throws Exception {
    try (FakeContext context =
            context("Basic256", "{type: username, username: op, password: right}", "");
        StartedTransport started = StartedTransport.start(plugin, context)) {
      awaitHealth(
          started, "the server does not offer security Basic256, but [None, Basic256Sha256]");
    }
    try (FakeContext context = context("Basic256Sha256", "{type: anonymous}", "");
        StartedTransport started = StartedTransport.start(plugin, context)) {
      awaitHealth(started, "the server takes no login of the kind anonymous");
    }
  }

  @Test
  void saysThatTheServerDoesNotTrustUs() throws Exception {
    try (FakeContext context =
            FakeContext.of(
                pumps
                    .slice(", serverCertificate: ANY")
                    .replace(
                        "security: None",
                        "security: Basic256Sha256, identity: {type: username, username: op,"
                            + " password: right}"));
        StartedTransport started = StartedTransport.start(plugin, context)) {
      awaitHealth(started, "does not trust our certificate");
      assertThat(context.dataDirectory().resolve("pki/own.der")).exists();
    }
  }

  @Test
  void usesTheCertificateOfTheForm() throws Exception {
    String content =
        java.util.Base64.getEncoder()
            .encodeToString(Files.readAllBytes(keys.resolve("client/pki/own.p12")));
    String keystore =
        "keystore: {location: client.p12, type: PKCS12, alias: own, password: integration-host,"
            + " keyPassword: integration-host, fileContent: \""
            + content
            + "\"}, identity";
    try (FakeContext context =
            FakeContext.of(
                pumps
                    .slice(", serverCertificate: FIRST")
                    .replace(
                        "security: None",
                        "security: Basic256Sha256, "
                            + keystore
                            + ": {type: username, username: op, password: right}"));
        StartedTransport started = StartedTransport.start(plugin, context)) {
      started.uplinks().awaitCount(1);
      assertThat(context.dataDirectory().resolve("pki/own.p12")).doesNotExist();
    }
  }
}
