package io.integrationhost.emulator;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.Set;

/** Remembers the connections it accepts, so that a test can break them. */
final class TrackedServerChannel extends NioServerSocketChannel {
  private final Set<Channel> connections;

  TrackedServerChannel(Set<Channel> connections) {
    this.connections = connections;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int before = accepted.size();
    int result = super.doReadMessages(accepted);
    for (Object connection : accepted.subList(before, accepted.size())) {
      Channel channel = (Channel) connection;
      connections.add(channel);
      var unused = channel.closeFuture().addListener(future -> connections.remove(channel));
    }
    return result;
  }
}
