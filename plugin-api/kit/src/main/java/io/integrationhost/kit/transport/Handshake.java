package io.integrationhost.kit.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The TLS handshake of one connection. What comes after it must find the conversation in its place.
 * Belongs to the loop.
 */
final class Handshake extends ChannelInboundHandlerAdapter {

  private final SslHandler handler;
  private final Kept kept;
  private final BiConsumer<Optional<String>, Kept> done;
  private final Consumer<Throwable> failed;

  private Handshake(
      SslHandler handler,
      Kept kept,
      BiConsumer<Optional<String>, Kept> done,
      Consumer<Throwable> failed) {
    this.handler = handler;
    this.kept = kept;
    this.done = done;
    this.failed = failed;
  }

  /**
   * Begins it.
   *
   * @param done gets the name in the peer's certificate, and what TLS keeps of this connection
   * @param failed closes the connection
   */
  static void begin(
      Channel channel,
      SslHandler handler,
      BiConsumer<Optional<String>, Kept> done,
      Consumer<Throwable> failed) {
    var kept = new Kept();
    handler.setCumulator(kept);
    channel.pipeline().addLast(handler, new Handshake(handler, kept, done, failed));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent end)) {
      ctx.fireUserEventTriggered(event);
    } else if (end.isSuccess()) {
      ctx.pipeline().remove(this);
      done.accept(Certificates.name(handler.engine().getSession()), kept);
    } else {
      failed.accept(end.cause());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var unused = ctx.close();
  }
}
