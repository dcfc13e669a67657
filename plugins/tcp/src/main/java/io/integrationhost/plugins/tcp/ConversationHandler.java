package io.integrationhost.plugins.tcp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/** Leads the conversation with one device. */
final class ConversationHandler extends SimpleChannelInboundHandler<Inbound> {

  private final Connection connection;
  private final Reports reports;

  ConversationHandler(Connection connection, Reports reports) {
    this.connection = connection;
    this.reports = reports;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Inbound inbound) {
    if (inbound instanceof Inbound.Message message) {
      hear(message);
    } else if (inbound instanceof Inbound.LateLineEnd late) {
      connection.answer(Answer.NOTHING, late.end());
    } else if (inbound instanceof Inbound.Lost lost) {
      reports.lost(connection, lost);
      if (lost.ends()) {
        connection.answerAndClose(Answer.ERROR, lost.end());
      }
    } else if (inbound instanceof Inbound.Waiting waiting) {
      reports.waiting(connection, waiting);
    }
  }

  private void hear(Inbound.Message message) {
    Greeting greeting = Greeting.in(message.bytes());
    if (greeting instanceof Greeting.Named named) {
      // The answer first: a downlink that has waited for the device may follow at once.
      connection.answer(Answer.GREETING, message.end());
      connection.nameDevice(named.name());
    } else if (greeting instanceof Greeting.Unusable unusable) {
      reports
          .greetings()
          .warn(() -> connection + " sent a greeting that cannot be used: " + unusable.reason());
      connection.answer(Answer.ERROR, message.end());
    } else {
      connection.publish(message.bytes(), message.end());
    }
  }
}
