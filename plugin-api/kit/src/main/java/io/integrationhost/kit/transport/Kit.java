package io.integrationhost.kit.transport;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.TransportContext;
import io.netty.channel.EventLoopGroup;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

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

  /**
   * Event loops of Netty that end quickly and wake no thread that lingers, which would keep the
   * plugin's classes alive: for libraries that bring their own network on Netty. What a {@link
   * KitTransport} speaks over has loops already.
   *
   * @param count how many, at least 1
   * @param threads makes one for each loop, when it has its first work
   * @return the caller's, who shuts it down
   */
  public static EventLoopGroup loops(int count, ThreadFactory threads) {
    return new EndingLoops(count, threads);
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
