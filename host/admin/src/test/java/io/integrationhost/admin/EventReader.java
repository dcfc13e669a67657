package io.integrationhost.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Reads server-sent events. */
public final class EventReader implements AutoCloseable {

  private final Socket socket;
  private final BufferedReader lines;

  public EventReader(RawHttp request) {
    this.socket = request.open();
    try {
      this.lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public record Event(String kind, String data) {}

  /** The status of the answer. */
  public int status() {
    try {
      int status = Integer.parseInt(lines.readLine().split(" ")[1]);
      while (!lines.readLine().isEmpty()) {
        // Headers are of no interest.
        continue;
      }
      return status;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next event; null when the stream has ended. Passes over comments and sizes of chunks. */
  public Event next() {
    try {
      String kind = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          kind = line.substring(7);
        } else if (line.startsWith("data: ")) {
          return new Event(kind, line.substring(6));
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next event of a kind. */
  public String next(String kind) {
    for (Event event = next(); event != null; event = next()) {
      if (event.kind().equals(kind)) {
        return event.data();
      }
    }
    throw new IllegalStateException("the stream ended without the event " + kind);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
