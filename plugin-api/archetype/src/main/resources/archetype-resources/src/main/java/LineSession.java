package ${package};

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, on a thread of its own: reads a line, publishes it, and reads the next one when
 * the host has stored it. A slow host so slows the device down.
 */
final class LineSession implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(LineSession.class);

  private final Socket socket;
  private final Source source;
  private final TransportContext context;
  private final LineParser parser;
  private final int maxLineLength;
  private final Map<String, LineSession> devices;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicBoolean sending = new AtomicBoolean();
  private volatile Thread thread;
  private volatile boolean closed;

  LineSession(
      Socket socket,
      Source source,
      TransportContext context,
      int maxLineLength,
      Map<String, LineSession> devices) {
    this.socket = socket;
    this.source = source;
    this.context = context;
    this.parser = new LineParser(context.clock());
    this.maxLineLength = maxLineLength;
    this.devices = devices;
  }

  CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try (socket) {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String line = readLine(reader);
      while (line != null && !closed) {
        write((answer(line) + "\n").getBytes(StandardCharsets.UTF_8));
        line = readLine(reader);
      }
    } catch (IOException | TimeoutException | ExecutionException e) {
      log.debug("{}: {} has ended ({})", context.integration(), source.session(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      devices.values().removeIf(session -> session == this);
      ended.complete(null);
    }
  }

  private String answer(String line)
      throws InterruptedException, ExecutionException, TimeoutException {
    Uplink.Telemetry telemetry;
    try {
      telemetry = parser.parse(line, source);
    } catch (IllegalArgumentException e) {
      return "ERROR " + e.getMessage();
    }
    devices.put(telemetry.device().name(), this);
    Receipt receipt =
        context.uplinks().publish(telemetry).toCompletableFuture().get(1, TimeUnit.MINUTES);
    return receipt instanceof Receipt.Rejected refusal ? "ERROR " + refusal.message() : "OK";
  }

  /** Null at the end of the connection; a line without an end does not count. */
  private String readLine(BufferedReader reader) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      if (c == '\n') {
        return line.toString();
      }
      line.append((char) c);
      if (line.length() > maxLineLength) {
        throw new IOException("a line is longer than maxLineLength = " + maxLineLength);
      }
    }
    return null;
  }

  private void write(byte[] bytes) throws IOException {
    synchronized (socket) {
      socket.getOutputStream().write(bytes);
    }
  }

  /** On a thread of its own, because a device that does not read would block the plugin. */
  CompletionStage<Void> send(byte[] payload) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    if (!sending.compareAndSet(false, true)) {
      sent.completeExceptionally(unavailable("still has not read the former downlink"));
      return sent;
    }
    LineTransport.thread(
            source.session() + "-downlink",
            () -> {
              try {
                write(payload);
                sent.complete(null);
              } catch (IOException e) {
                sent.completeExceptionally(unavailable("has gone (" + e.getMessage() + ")"));
              } finally {
                sending.set(false);
              }
            })
        .start();
    return sent;
  }

  private TransportException unavailable(String what) {
    return new TransportException(
        TransportException.Kind.UNAVAILABLE, "the device on " + source.session() + " " + what);
  }

  void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("{}: {} did not close", context.integration(), source.session(), e);
    }
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
