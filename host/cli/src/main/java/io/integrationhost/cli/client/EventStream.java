package io.integrationhost.cli.client;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Events of a host as they come. A few wait here; then the host is no longer read, which it
 * notices. The host is heard every 15 s at least: longer silence is its end.
 */
public final class EventStream implements AutoCloseable {

  private static final int PLACES = 64;
  private static final Duration SILENCE = Duration.ofSeconds(45);
  private static final Event ALIVE = new Event(":", new JsonObject());
  private static final Event END = new Event("", new JsonObject());

  private final InputStream in;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(PLACES);
  private final Thread reader = new Thread(this::read, "event-reader");
  private boolean ended;

  private EventStream(InputStream in) {
    this.in = in;
  }

  /**
   * One event.
   *
   * @param name what it is about
   */
  public record Event(String name, JsonObject data) {}

  static EventStream read(InputStream in) {
    EventStream stream = new EventStream(in);
    stream.reader.setDaemon(true);
    stream.reader.start();
    return stream;
  }

  /** The next event; empty when the host has ended the stream, or is gone. For one thread. */
  public Optional<Event> next() throws InterruptedException {
    while (!ended) {
      Event event = events.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null || event.name().equals(END.name())) {
        ended = true;
      } else if (!event.name().equals(ALIVE.name())) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String name = "message";
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!data.isEmpty()) {
            events.put(new Event(name, JsonParser.parseString(data.toString()).getAsJsonObject()));
          }
          name = "message";
          data.setLength(0);
        } else if (line.startsWith(":")) {
          events.put(ALIVE);
        } else if (line.startsWith("event:")) {
          name = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring("data:".length()).strip());
        }
      }
    } catch (IOException | JsonParseException | IllegalStateException e) {
      // Whoever waits for the next one learns that there is none.
      ended(events);
      return;
    } catch (InterruptedException e) {
      return;
    }
    ended(events);
  }

  private static void ended(BlockingQueue<Event> events) {
    try {
      events.put(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    reader.interrupt();
    try {
      in.close();
    } catch (IOException e) {
      // Nothing is expected of it any more.
      reader.interrupt();
    }
  }
}
