package io.integrationhost.kit;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * The seam for tests: a {@link io.integrationhost.plugin.TransportContext} that implements it
 * brings its own sockets, threads and time, and the kit makes none.
 */
public interface Network {

  /**
   * In place of the plugin's threads; not shut down by the kit.
   *
   * @return always the same
   */
  EventLoopGroup loops();

  /**
   * The time of those threads, for all time limits.
   *
   * @return always the same
   */
  Ticker ticker();

  /**
   * A new channel that listens.
   *
   * @return not bound yet
   */
  ServerChannel server();

  /**
   * A new channel that dials.
   *
   * @return not connected yet
   */
  Channel client();

  /**
   * A new channel for datagrams.
   *
   * @return not bound yet
   */
  Channel datagrams();

  /**
   * What stands for an address of the real network.
   *
   * @param address where to bind or to connect
   * @return an address that the channels understand
   */
  SocketAddress virtual(InetSocketAddress address);

  /**
   * The address of the real network that an address of the channels stands for.
   *
   * @param address of a channel of this network
   * @return the address that the conversation sees
   */
  InetSocketAddress real(SocketAddress address);
}
