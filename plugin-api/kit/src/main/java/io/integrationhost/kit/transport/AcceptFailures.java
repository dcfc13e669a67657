package io.integrationhost.kit.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Stands before Netty's acceptor, which logs a stack trace for each connection that cannot be
 * accepted: says what is wrong, and accepts nothing for a second.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {

  private final Reports reports;
  private final Runnable goOn;

  AcceptFailures(Reports reports, Runnable goOn) {
    this.reports = reports;
    this.goOn = goOn;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // Planned first: without a plan to go on it must not be stopped.
    var unused = ctx.executor().schedule(goOn, 1, TimeUnit.SECONDS);
    ctx.channel().config().setAutoRead(false);
    String advice =
        cause instanceof OutOfMemoryError
            ? "give the process more memory (-Xmx)"
            : "look at the limit of open files of this process (ulimit -n, LimitNOFILE) and at"
                + " maxConnections";
    reports.lacks("connections cannot be accepted (" + cause + "); " + advice, "");
  }
}
