package io.integrationhost.plugins.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.RequiredTools;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Programs that nobody here wrote as devices. The environment variable {@code REQUIRED_TOOLS} says
 * which of them must be there: then a test fails without it, else it is skipped.
 */
class RealPeersTest {

  private static final UdpPlugin PLUGIN = new UdpPlugin();
  private static final String LINE = "25,40,94\n";
  private static final String TEXT =
      "{clientConfiguration {port: 0, handlerConfiguration {handlerType: TEXT}},"
          + " replies {onStored: \"OK\"}}";

  @AfterAll
  static void close() {
    PLUGIN.close();
  }

  /** Sends a text and hears the answer. */
  private static void talks(StartedTransport started, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().write(LINE.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      byte[] answer = process.getInputStream().readNBytes(2);
      assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("OK");
      assertThat(started.uplinks().texts()).containsExactly("\"25,40,94\\n\"");
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void servesSocat() throws IOException, InterruptedException {
    RequiredTools.orSkip("socat");
    try (StartedTransport started = StartedTransport.start(PLUGIN, TEXT)) {
      talks(started, "socat", "-", "UDP4:127.0.0.1:" + TestDevice.port(started));
    }
  }

  @Test
  void servesNetcat() throws IOException, InterruptedException {
    RequiredTools.orSkip("nc");
    try (StartedTransport started = StartedTransport.start(PLUGIN, TEXT)) {
      talks(started, "nc", "-u", "127.0.0.1", "" + TestDevice.port(started));
    }
  }
}
