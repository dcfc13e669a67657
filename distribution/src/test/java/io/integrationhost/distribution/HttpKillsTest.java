package io.integrationhost.distribution;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills under requests of clients that keep their connections: 2xx means stored. A long form:
 * {@code -Dkills=50}.
 */
@EnabledIfSystemProperty(named = "kills", matches = ".+")
final class HttpKillsTest {

  @TempDir private Path directory;

  @Test
  void losesNothingThatWasAnswered() throws IOException, InterruptedException {
    new AnsweredKills(
            "HTTP",
            port -> "{\"metadata\": {}}",
            "plugins.http { port = %d }"::formatted,
            port -> () -> new RequestLine(port))
        .run(directory);
  }

  /** A connection that is kept. */
  private static final class RequestLine implements RepeatingDevice.Line {

    private static final int ANSWER_MILLIS = 5000;

    private final Socket socket;
    private final BufferedReader answers;

    RequestLine(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(ANSWER_MILLIS);
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    @Override
    public boolean isStored(String reading) throws IOException {
      String request =
          """
          POST /api/v1/integrations/http/sensors HTTP/1.1\r
          Host: localhost\r
          Content-Type: text/plain\r
          Content-Length: %d\r
          \r
          %s"""
              .formatted(reading.length(), reading);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      int status = status();
      if (status / 100 != 2 && status != 503) {
        throw new IllegalStateException("answered with " + status);
      }
      return status != 503;
    }

    private int status() throws IOException {
      String first = line();
      int length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring("content-length:".length()).strip());
        }
      }
      for (; length > 0; length--) {
        if (answers.read() < 0) {
          throw new EOFException("the answer breaks off");
        }
      }
      return Integer.parseInt(first.split(" ")[1]);
    }

    private String line() throws IOException {
      String line = answers.readLine();
      if (line == null) {
        throw new EOFException("the connection was closed");
      }
      return line;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
