package io.integrationhost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.admin.Description.Operation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests of somebody who has no token, as they may never have been meant. More of them with
 * {@code -Dadmin.fuzz=1000000}.
 */
final class FuzzTest {

  private static final int COUNT = Integer.getInteger("admin.fuzz", 600);
  private static final List<String> PARTS =
      List.of(
          "..",
          "%2e%2e",
          "%00",
          "%ff",
          "//",
          ";x=y",
          "?",
          "#",
          "*",
          "\\",
          "{integration}",
          "yard",
          "a".repeat(3_000),
          "\u0000",
          "\r\n",
          "%",
          "api",
          "v1",
          "%c0%af");
  private static final List<String> HEADERS =
      List.of(
          "Authorization: Bearer x",
          "Authorization: Bearer",
          "Authorization: Basic eDp5",
          "Authorization: ",
          "Cookie: integration-host-session=x",
          "Cookie: integration-host-session",
          "Cookie: ;;;=;=",
          "Host: ",
          "Host: [",
          "Host: localhost:99999999",
          "Origin: null",
          "Origin: http://127.0.0.1",
          "Sec-Fetch-Site: none",
          "Content-Type: application/json",
          "Content-Type: application/json;charset=\u0000",
          "Content-Length: 5",
          "Content-Length: 99999999999999999999",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: gzip, chunked",
          "Expect: 100-continue",
          "Upgrade: h2c",
          "Connection: Upgrade, HTTP2-Settings",
          "If-None-Match: *",
          "Accept-Encoding: gzip;q=0",
          "Range: bytes=0-1",
          "X: " + "y".repeat(7_000));

  private final Random random = new Random(42);

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private String request(List<Operation> operations) {
    Operation operation = any(operations);
    StringBuilder path = new StringBuilder(operation.concrete());
    for (int i = random.nextInt(3); i > 0; i--) {
      path.insert(random.nextInt(path.length() + 1), any(PARTS));
    }
    String method =
        random.nextInt(4) == 0
            ? any(List.of("PUT", "HEAD", "OPTIONS", "TRACE", "CONNECT", "x", "GET"))
            : operation.method();
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    if (random.nextInt(8) > 0) {
      text.append("Host: 127.0.0.1\r\n");
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(any(HEADERS)).append("\r\n");
    }
    text.append("\r\n")
        .append(
            any(
                List.of(
                    "",
                    "{}",
                    "{\"what\":\"both\"}",
                    "5\r\n12345\r\n0\r\n\r\n",
                    "{\"token\":\"x\"}")));
    if (random.nextInt(6) == 0) {
      int at = random.nextInt(text.length());
      text.setCharAt(at, (char) random.nextInt(256));
    }
    return text.toString();
  }

  @Test
  void nothingIsDoneForStrangersAndNothingBreaks(@TempDir Path directory) throws Exception {
    try (SteeredHost host = new SteeredHost(directory, "", "yard")) {
      host.context("yard");
      List<String> told = List.copyOf(host.told);
      List<Operation> operations = new Description().operations();
      for (int i = 0; i < COUNT; i++) {
        String request = request(operations);
        String answer = send(host.port(), request);
        // 505 is for a caller whose version of HTTP is none.
        assertThat(answer)
            .as(request)
            .doesNotContainPattern("HTTP/1\\.1 5(?!05)")
            .doesNotContain("HTTP/1.1 202", "HTTP/1.1 204");
        if (answer.startsWith("HTTP/1.1 200")) {
          assertThat(request).containsAnyOf("/health/", "/metrics");
        }
      }
      assertThat(host.told).isEqualTo(told);
      assertThat(host.running("yard").steering().paused().intake()).isFalse();
      assertThat(host.request("GET", "/health/live").send().status()).isEqualTo(200);
      await().atMost(SteeredHost.PATIENCE).until(() -> host.admin().connections() <= 1);
    }
  }

  private static String send(int port, String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // Cut off: nothing was answered.
      return "";
    }
  }
}
