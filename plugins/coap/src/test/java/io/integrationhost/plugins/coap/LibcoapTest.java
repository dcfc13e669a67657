package io.integrationhost.plugins.coap;

import static io.integrationhost.plugins.coap.RunningPlugin.KEY;
import static io.integrationhost.plugins.coap.RunningPlugin.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.RequiredTools;
import io.integrationhost.testkit.StartedTransport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that nobody here wrote: libcoap's. */
class LibcoapTest {

  private static final String CLIENT = "coap-client-openssl";

  private final RunningPlugin plugin = new RunningPlugin();
  private Path client;

  @BeforeEach
  void findClient() {
    client = RequiredTools.orSkip(CLIENT);
  }

  @AfterEach
  void close() {
    plugin.close();
  }

  private String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(client.toString(), "-v", "6", "-B", "20"));
    command.addAll(List.of(arguments));
    Path said = Files.createTempFile("coap-client", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
      return Files.readString(said, StandardCharsets.UTF_8);
    } finally {
      Files.deleteIfExists(said);
    }
  }

  @Test
  void sendsPlainly() throws Exception {
    StartedTransport transport = plugin.start("clientConfiguration.securityMode: NO_SECURE");
    String url = uri(transport, "/i/" + KEY);
    String said = run("-m", "post", "-t", "50", "-e", "{\"temperature\":21}", url);
    assertThat(said).contains("2.01");
    assertThat(transport.uplinks().texts()).containsExactly("{\"temperature\":21}");
    assertThat(run("-m", "get", url)).contains("4.05");
    assertThat(run("-m", "put", "-e", "x", url + "/deeper?a=1")).contains("2.01");
  }

  @Test
  void sendsInBlocks() throws Exception {
    StartedTransport transport = plugin.start("clientConfiguration.securityMode: NO_SECURE");
    String body = "0123456789".repeat(500);
    String said = run("-m", "post", "-b", "256", "-e", body, uri(transport, "/i/" + KEY));
    assertThat(said).contains("2.01");
    assertThat(transport.uplinks().texts()).containsExactly(body);
  }

  @Test
  void sendsWithASharedKey() throws Exception {
    StartedTransport transport =
        plugin.start("clientConfiguration.securityMode: DTLS, psk { meter: \"the secret\" }");
    String url = uri("coaps", transport, 0, "/i/" + KEY);
    assertThat(run("-m", "post", "-u", "meter", "-k", "the secret", "-e", "21", url))
        .contains("2.01");
    assertThat(transport.uplinks().texts()).containsExactly("21");
  }
}
