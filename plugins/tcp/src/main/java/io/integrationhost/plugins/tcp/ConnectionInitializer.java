package io.integrationhost.plugins.tcp;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Optional;

/** Equips accepted connections. */
final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {

  private final Service service;
  private final Connections connections;

  ConnectionInitializer(Service service, Connections connections) {
    this.service = service;
    this.connections = connections;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    Optional<Connection> admitted = connections.admit(channel);
    if (admitted.isEmpty()) {
      var unused = channel.close();
      return;
    }
    Connection connection = admitted.get();
    ChannelPipeline pipeline = channel.pipeline();
    int idleSeconds = service.settings().limits().idleSeconds();
    if (idleSeconds > 0) {
      pipeline.addLast(new IdleStateHandler(idleSeconds, 0, 0));
    }
    Framing framing = service.settings().framing();
    if (framing instanceof Framing.Conversation conversation) {
      pipeline.addLast(new ConversationDecoder(conversation, service.memory()));
      pipeline.addLast(new FlowControlHandler());
      pipeline.addLast(new ConversationHandler(connection, service.reports()));
    } else {
      pipeline.addLast(new FrameDecoder(framer(framing), service.memory()));
      pipeline.addLast(new FlowControlHandler());
      pipeline.addLast(new FrameHandler(connection, service.reports()));
    }
    pipeline.addLast(connection);
  }

  private static Framer framer(Framing framing) {
    if (framing instanceof Framing.Text text) {
      return new TextFramer(text);
    } else if (framing instanceof Framing.Binary binary) {
      return new BinaryFramer(binary);
    }
    return new JsonFramer((Framing.Json) framing);
  }
}
