package io.integrationhost.cli.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client makes of peers that are no host, or hang. */
@Timeout(60)
final class HostClientTest {

  private ServerSocket server;
  private HostClient client;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    URI base = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    client =
        new HostClient(
            new HostAccess(base, "a token", Optional.empty(), "here"), Duration.ofMillis(300));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** Sends this to whoever asks first, and then nothing until the client has gone. */
  private void answer(int status, String type, int length, String begin) {
    Runnable once =
        () -> {
          try (Socket socket = server.accept()) {
            String head = "HTTP/1.1 %s OK\r\nContent-Type: %s\r\nContent-Length: %s\r\n\r\n";
            socket
                .getOutputStream()
                .write(
                    head.formatted(status, type, length)
                        .concat(begin)
                        .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    new Thread(once, "one answer").start();
  }

  @Test
  void anAnswerThatStopsInItsMiddleIsNotWaitedFor() {
    answer(200, "application/json", 100, "{");
    assertThatThrownBy(() -> client.get("/host"))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("its answer breaks off");
  }

  @Test
  void norIsARefusalThatDoes() {
    answer(403, "application/problem+json", 100, "{");
    assertThatThrownBy(() -> client.get("/host"))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("its answer breaks off");
  }

  @Test
  void aListWithoutItemsIsOfSomethingElse() {
    answer(200, "application/json", 2, "{}");
    assertThatThrownBy(() -> client.list("/integrations"))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("is something else at that port?");
  }
}
