package io.integrationhost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class SensorCommandTest {

  private final StringWriter out = new StringWriter();

  private int run(int port, String wait) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .execute("sensor", "--port", "" + port, "--count", "1", "--wait", wait);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void waitsForAHostThatIsStartedLater() throws Exception {
    int port = freePort();
    CompletableFuture<Integer> sensor = CompletableFuture.supplyAsync(() -> run(port, "60"));
    await().until(() -> out.toString().contains("nobody listens on 127.0.0.1:" + port + " yet"));
    try (ServerSocket host = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        Socket device = host.accept();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(device.getInputStream(), UTF_8))) {
      for (String answer : new String[] {"Hello from ThingsBoard!\n", "OK\n"}) {
        lines.readLine();
        device.getOutputStream().write(answer.getBytes(UTF_8));
      }
      await().until(sensor::isDone);
    }
    assertThat(sensor.join()).isZero();
    assertThat(out.toString().lines())
        .last()
        .isEqualTo("1 readings answered OK, 0 answered otherwise");
  }

  @Test
  void givesUpAtTheEndOfItsPatienceAndSaysWhatToLookFor() throws IOException {
    assertThat(run(freePort(), "0")).isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString()).contains("is the host running").doesNotContain("yet");
  }
}
