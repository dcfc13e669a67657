package io.integrationhost.testkit;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportPlugin;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A transport that serves, with what it was given. Closing it stops the transport; the plugin stays
 * open, because several transports may share it. Waits are bounded by 30 s.
 *
 * @param transport started
 */
public record StartedTransport(Transport transport, FakeContext context) implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Creates and starts a transport for a slice, as JSON or HOCON, in real time. */
  public static StartedTransport start(TransportPlugin plugin, String slice) {
    return start(plugin, FakeContext.of(slice));
  }

  /** Creates and starts a transport in a context, which is closed when that fails. */
  public static StartedTransport start(TransportPlugin plugin, FakeContext context) {
    boolean started = false;
    try {
      Transport transport = plugin.create(context);
      join(transport.start());
      started = true;
      return new StartedTransport(transport, context);
    } finally {
      if (!started) {
        context.close();
      }
    }
  }

  /** What the transport published, and how it is answered. */
  public RecordedUplinks uplinks() {
    return context.uplinks();
  }

  /** Hands bytes for a device to the transport; the stage fails as the transport says. */
  public CompletionStage<Void> downlink(String device, byte[] payload) {
    return transport.downlink(new Downlink(device, ContentType.BINARY, payload, Map.of()));
  }

  /** Stops the transport and waits for it. */
  public void stop() {
    join(transport.stop());
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      context.close();
    }
  }

  /**
   * Waits for a stage of a transport.
   *
   * @throws java.util.concurrent.CompletionException with what the stage failed with, or with a
   *     {@link java.util.concurrent.TimeoutException} after 30 s
   */
  public static <T> T join(CompletionStage<T> stage) {
    return join(stage, PATIENCE);
  }

  static <T> T join(CompletionStage<T> stage, Duration patience) {
    return stage
        .toCompletableFuture()
        .copy()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
