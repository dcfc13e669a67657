package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A decoder whose unfinished messages take no more memory than there is for those of all
 * connections, and which tells when one stays unfinished for long.
 */
abstract class WatchedDecoder extends ByteToMessageDecoder {

  static final int PATIENCE_SECONDS = 30;

  /** So much of each connection is always held: a small device is served whoever else attacks. */
  static final int FREE = 1024;

  private final HeldBytes.Share memory;
  private long charged;
  private boolean ended;
  private long messages;
  private long messagesAtTimer;
  private Optional<Future<?>> timer = Optional.empty();

  WatchedDecoder(HeldBytes.Share memory) {
    this.memory = memory;
  }

  /** As {@link #decode}, until bytes were lost after which nothing follows. */
  abstract void cut(ChannelHandlerContext ctx, ByteBuf in, List<Object> out);

  /** As {@link #decodeLast}, with what {@link #cut} left. */
  abstract void cutLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out);

  /** Whether what comes now is thrown away until the next message begins. */
  boolean isSkipping() {
    return false;
  }

  /** What an unfinished message lacks, and what to do, for people. */
  abstract String lack();

  /** The device's manner of ending messages. */
  LineEnd manner() {
    return LineEnd.NONE;
  }

  @Override
  protected final void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (ended) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int before = out.size();
    cut(ctx, in, out);
    if (out.size() > before) {
      messages++;
      if (out.get(out.size() - 1) instanceof Inbound.Lost lost && lost.ends()) {
        ended = true;
        in.skipBytes(in.readableBytes());
      }
    }
  }

  @Override
  protected final void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (ended) {
      in.skipBytes(in.readableBytes());
    } else {
      cutLast(ctx, in, out);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    super.channelRead(ctx, message);
    if (!ctx.isRemoved()) {
      watch(ctx);
    }
  }

  /** To be called when unfinished bytes have come or gone. */
  final void watch(ChannelHandlerContext ctx) {
    ByteBuf rest = internalBuffer();
    int length = rest.readableBytes();
    if (length > 0 && rest.capacity() > 2 * length + FREE) {
      rest.discardReadBytes().capacity(length);
    }
    long due = length == 0 ? 0 : Math.max(0, rest.capacity() - FREE);
    if (due > charged && !memory.take(due - charged)) {
      giveUp(ctx, rest);
      due = 0;
    }
    if (due < charged) {
      memory.give(charged - due);
    }
    charged = due;
    if (timer.isEmpty() && isUnfinished()) {
      messagesAtTimer = messages;
      timer =
          Optional.of(
              ctx.executor().schedule(() -> timeIsUp(ctx), PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
  }

  private void giveUp(ChannelHandlerContext ctx, ByteBuf rest) {
    var lost =
        new Inbound.Lost(
            "has an unfinished message of "
                + rest.readableBytes()
                + " bytes, for which there is no memory, and is closed",
            Excerpt.of(rest),
            true,
            manner());
    ended = true;
    rest.skipBytes(rest.readableBytes());
    ctx.fireChannelRead(lost);
  }

  private boolean isUnfinished() {
    return !ended && (internalBuffer().isReadable() || isSkipping());
  }

  private void timeIsUp(ChannelHandlerContext ctx) {
    timer = Optional.empty();
    if (ctx.isRemoved() || !isUnfinished()) {
      return;
    }
    // While the host is slow the device may have sent the rest long ago.
    if (messages != messagesAtTimer || !ctx.channel().config().isAutoRead()) {
      watch(ctx);
      return;
    }
    ByteBuf rest = internalBuffer();
    String what =
        isSkipping()
            ? "sends no new message since "
            : "has an unfinished message of " + rest.readableBytes() + " bytes since ";
    ctx.fireChannelRead(
        new Inbound.Waiting(what + PATIENCE_SECONDS + " s: " + lack(), Excerpt.of(rest)));
    ctx.fireChannelReadComplete();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    timer.ifPresent(running -> running.cancel(false));
    timer = Optional.empty();
    memory.give(charged);
    charged = 0;
  }
}
