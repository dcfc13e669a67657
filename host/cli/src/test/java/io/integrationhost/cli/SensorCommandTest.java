package io.integrationhost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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

  private int run(String protocol, int port, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("sensor", "--protocol", protocol, "--port", "" + port, "--count", "2"));
    words.addAll(List.of(more));
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(words.toArray(String[]::new));
  }

  @Test
  void sendsDatagramsAndShowsWhatComesBack() throws IOException {
    try (DatagramSocket host = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      host.setSoTimeout(20_000);
      CompletableFuture<Integer> sensor =
          CompletableFuture.supplyAsync(
              () -> run("udp", host.getLocalPort(), "--interval", "1000"));
      DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
      host.receive(packet);
      assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8))
          .matches(
              "\\{\"deviceName\":\"Device B\",\"temperature\":\\d+,\"humidity\":\\d+,"
                  + "\"batteryLevel\":\\d+}");
      byte[] answer = "OK\n".getBytes(UTF_8);
      host.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      host.receive(packet);
      await().until(sensor::isDone);
      assertThat(sensor.join()).isZero();
      assertThat(out.toString()).contains(" -> OK");
      assertThat(out.toString().lines())
          .last()
          .isEqualTo("1 readings answered OK, 0 answered otherwise, 1 not answered");
    }
  }

  @Test
  void saysOfDatagramsThatNobodyListens() throws IOException {
    assertThat(run("udp", freePort(), "--wait", "0")).isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString()).contains("is the host running");
  }

  @Test
  void postsToThePathOfAnIntegration() throws IOException {
    List<String> heard = new CopyOnWriteArrayList<>();
    HttpServer host =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.createContext(
        "/api/v1/integrations/http/k-1",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          heard.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + body.replaceAll("\\d+", "1"));
          exchange.sendResponseHeaders(heard.size() == 1 ? 204 : 503, -1);
          exchange.close();
        });
    host.start();
    try {
      assertThat(run("http", host.getAddress().getPort(), "--key", "k-1", "--interval", "0"))
          .isEqualTo(ExitCode.FAILURE);
    } finally {
      host.stop(0);
    }
    String posted =
        "POST application/json {\"deviceName\":\"Device B\",\"temperature\":1,\"humidity\":1,"
            + "\"batteryLevel\":1}";
    assertThat(heard).containsExactly(posted, posted);
    assertThat(out.toString())
        .contains(" -> 204", " -> 503")
        .contains("1 readings answered OK, 1 answered otherwise");
  }

  @Test
  void asksForTheKeyWhereThereIsOne() {
    assertThat(run("http", 1)).isEqualTo(ExitCode.USAGE);
    assertThat(run("udp", 1, "--key", "k")).isEqualTo(ExitCode.USAGE);
    assertThat(out.toString()).contains("--key is the routing key");
  }
}
