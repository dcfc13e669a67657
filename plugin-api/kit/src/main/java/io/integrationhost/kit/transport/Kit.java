package io.integrationhost.kit.transport;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.TransportContext;
import java.util.Optional;

/**
 * What all transports of a plugin share; a field of the plugin. Threads come with the first
 * transport that starts and go with the last that stops. Thread-safe.
 */
public final class Kit implements AutoCloseable {

  private final String pluginId;
  private Optional<Shared> shared = Optional.empty();

  /**
   * Nothing runs yet.
   *
   * @param pluginId names the threads
   */
  public Kit(String pluginId) {
    this.pluginId = pluginId;
  }

  /**
   * Begins a transport.
   *
   * @param context of the host
   * @param keys whose problems {@link KitTransport.Builder#build()} throws
   * @return says what it does
   */
  public KitTransport.Builder transport(TransportContext context, Keys keys) {
    return new KitTransport.Builder(context, keys, shared());
  }

  Kit(Shared shared) {
    this("");
    this.shared = Optional.of(shared);
  }

  private synchronized Shared shared() {
    if (shared.isEmpty()) {
      shared = Optional.of(new Shared(pluginId));
    }
    return shared.get();
  }

  /** Ends all threads of the plugin; takes a few seconds at most. */
  @Override
  public synchronized void close() {
    shared.ifPresent(one -> one.loops().close());
  }
}
