package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.TransportException;
import io.netty.bootstrap.AbstractBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Opens a port and says why it could not. */
final class Binding {

  private Binding() {}

  /**
   * Opens a port.
   *
   * @param loop where to do it: on the caller's thread Netty would leave thread locals
   * @param key the setting that names the port
   * @param holder which transport of the plugin has it, asked when it is taken
   * @return the channel, or a {@link TransportException}; completes on the event loop
   */
  static CompletableFuture<Channel> open(
      AbstractBootstrap<?, ?> bootstrap,
      Executor loop,
      InetSocketAddress address,
      String key,
      Supplier<Optional<String>> holder) {
    var opened = new CompletableFuture<Channel>();
    loop.execute(
        () ->
            bootstrap
                .bind(address)
                .addListener(
                    bound -> {
                      if (bound.isSuccess()) {
                        opened.complete(((ChannelFuture) bound).channel());
                      } else {
                        opened.completeExceptionally(failure(address, key, bound.cause(), holder));
                      }
                    }));
    return opened;
  }

  private static TransportException failure(
      InetSocketAddress address, String key, Throwable cause, Supplier<Optional<String>> holder) {
    String said = String.valueOf(cause.getMessage());
    String reason = cause instanceof SocketException ? said.toLowerCase(Locale.ROOT) : "";
    String port = key + " " + address.getPort();
    String message;
    if (reason.contains("in use")) {
      message =
          holder
              .get()
              .map(
                  transport ->
                      port
                          + " is already in use by "
                          + transport
                          + " of this host; change '"
                          + key
                          + "' in the configuration of one of them")
              .orElse(
                  port
                      + " is already in use on this machine; stop the other program or change '"
                      + key
                      + "' in the integration's configuration");
    } else if (reason.contains("permission") || reason.contains("access")) {
      message =
          port
              + " may not be opened by this user ("
              + said
              + "); choose one above 1023 in the integration's configuration or grant the right to"
              + " open low ports";
    } else if (reason.contains("assign")) {
      message =
          "bindAddress "
              + address.getHostString()
              + " is not an address of this machine; change 'bindAddress' in the integration's"
              + " configuration or remove it";
    } else {
      message = port + " cannot be opened: " + cause;
    }
    return new TransportException(TransportException.Kind.UNAVAILABLE, message, cause);
  }
}
