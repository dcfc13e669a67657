package io.integrationhost.kit.transport;

import io.integrationhost.kit.Network;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/** The sockets, threads and time of one started transport: the system's, or a test's. */
record Net(EventLoopGroup loops, Optional<Network> test) {

  boolean isVirtual() {
    return test.isPresent();
  }

  long nanoTime() {
    return test.map(Network::ticker).orElse(Ticker.systemTicker()).nanoTime();
  }

  ServerChannel server() {
    return test.map(Network::server).orElseGet(NioServerSocketChannel::new);
  }

  Channel client() {
    return test.map(Network::client).orElseGet(NioSocketChannel::new);
  }

  Channel datagrams() {
    return test.map(Network::datagrams).orElseGet(NioDatagramChannel::new);
  }

  SocketAddress virtual(InetSocketAddress address) {
    return test.<SocketAddress>map(network -> network.virtual(address)).orElse(address);
  }

  InetSocketAddress local(Channel channel) {
    return real(channel.localAddress());
  }

  /** Null when the channel has closed meanwhile. */
  InetSocketAddress remote(Channel channel) {
    return channel.remoteAddress() == null ? null : real(channel.remoteAddress());
  }

  private InetSocketAddress real(SocketAddress address) {
    return test.map(network -> network.real(address)).orElseGet(() -> (InetSocketAddress) address);
  }
}
