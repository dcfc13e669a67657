package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DelimiterBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.json.JsonObjectDecoder;
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
      pipeline.addLast(new ConversationDecoder(conversation), new FlowControlHandler());
      pipeline.addLast(new ConversationHandler(conversation, connection, service.reports()));
    } else {
      var excerpt = new Excerpt();
      pipeline.addLast(excerpt, decoder(framing), new FlowControlHandler());
      pipeline.addLast(new FrameHandler(framing, connection, excerpt, service.reports()));
    }
    pipeline.addLast(connection);
  }

  private static ChannelHandler decoder(Framing framing) {
    if (framing instanceof Framing.Text text) {
      return text.separators().isEmpty()
          ? new LineBasedFrameDecoder(text.maxFrameLength(), text.stripDelimiter(), true)
          : new DelimiterBasedFrameDecoder(
              text.maxFrameLength(), text.stripDelimiter(), delimiters(text));
    }
    if (framing instanceof Framing.Binary binary) {
      return new LengthFieldBasedFrameDecoder(
          binary.byteOrder(),
          binary.maxFrameLength(),
          binary.lengthFieldOffset(),
          binary.lengthFieldLength(),
          binary.lengthAdjustment(),
          binary.initialBytesToStrip(),
          binary.failFast());
    }
    return new JsonObjectDecoder();
  }

  private static ByteBuf[] delimiters(Framing.Text text) {
    return text.separators().stream().map(Unpooled::wrappedBuffer).toArray(ByteBuf[]::new);
  }
}
