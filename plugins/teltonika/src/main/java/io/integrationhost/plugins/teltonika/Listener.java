package io.integrationhost.plugins.teltonika;

import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One port of a transport. */
interface Listener {

  /** For logs. */
  String protocol();

  /**
   * Opens the port; fails with a {@link io.integrationhost.plugin.TransportException}.
   *
   * @param others of the plugin
   */
  CompletableFuture<Channel> open(OpenPorts others);

  /** Takes nothing more, answers what is under way within a few seconds, and closes. */
  CompletionStage<Void> drain(Channel channel);
}
