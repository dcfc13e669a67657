package io.integrationhost.plugins.tcp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/** Publishes frames and deals with bytes that make none. */
final class FrameHandler extends SimpleChannelInboundHandler<Inbound> {

  private final Connection connection;
  private final Reports reports;

  FrameHandler(Connection connection, Reports reports) {
    this.connection = connection;
    this.reports = reports;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Inbound inbound) {
    if (inbound instanceof Inbound.Message frame) {
      connection.publish(frame.bytes(), frame.end());
    } else if (inbound instanceof Inbound.Lost lost) {
      reports.lost(connection, lost);
      if (lost.ends()) {
        connection.close();
      }
    } else if (inbound instanceof Inbound.Waiting waiting) {
      reports.waiting(connection, waiting);
    }
  }
}
