package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells messages apart: by line ends, and by pauses as long as the device never sent a line end.
 * The rule is written down in {@code plugin.conf}.
 */
final class ConversationDecoder extends WatchedDecoder {

  private final Framing.Conversation rule;

  private boolean lines;
  private LineEnd manner = LineEnd.NONE;
  private boolean pausedOnce;
  private LineEnd lateEnd = LineEnd.NONE;
  private int scanned;
  private Future<?> pause;

  ConversationDecoder(Framing.Conversation rule, HeldBytes.Share memory) {
    super(memory);
    this.rule = rule;
  }

  @Override
  void cut(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    endPause();
    if (lateEnd != LineEnd.NONE && takeLateEnd(in, out)) {
      return;
    }
    int start = in.readerIndex();
    int lineFeed = in.indexOf(start + scanned, in.writerIndex(), (byte) '\n');
    if (lineFeed >= 0) {
      takeLine(in, lineFeed, out);
    } else if (in.readableBytes() > rule.maxMessageLength() + 1) {
      giveUp(in, out);
    } else {
      scanned = in.readableBytes();
      if (!lines && !rule.quietTime().isZero()) {
        pause = schedule(ctx, rule.quietTime(), false);
      }
    }
  }

  private void takeLine(ByteBuf in, int lineFeed, List<Object> out) {
    int length = lineFeed - in.readerIndex();
    boolean carriageReturn = length > 0 && in.getByte(lineFeed - 1) == '\r';
    length -= carriageReturn ? 1 : 0;
    lines = true;
    manner = carriageReturn ? LineEnd.CRLF : LineEnd.LF;
    scanned = 0;
    if (length > rule.maxMessageLength()) {
      giveUp(in, out);
      return;
    }
    byte[] bytes = take(in, length);
    in.readerIndex(lineFeed + 1);
    if (length > 0) {
      out.add(new Inbound.Message(bytes, manner));
    }
  }

  /** Looks whether the input goes on with the line end of the message that a pause had ended. */
  private boolean takeLateEnd(ByteBuf in, List<Object> out) {
    int at = in.readerIndex();
    boolean carriageReturn = in.getByte(at) == '\r';
    if (carriageReturn && in.readableBytes() == 1) {
      return false;
    }
    LineEnd end = carriageReturn ? LineEnd.CRLF : lateEnd;
    lateEnd = LineEnd.NONE;
    int lineFeed = carriageReturn ? at + 1 : at;
    if (in.getByte(lineFeed) != '\n') {
      return false;
    }
    in.readerIndex(lineFeed + 1);
    scanned = 0;
    lines = true;
    manner = end;
    out.add(new Inbound.LateLineEnd(end));
    return true;
  }

  private void giveUp(ByteBuf in, List<Object> out) {
    out.add(
        new Inbound.Lost(
            "sent a message longer than "
                + rule.maxMessageLength()
                + " bytes and is closed; send line ends or raise maxMessageLength",
            Excerpt.of(in),
            true,
            manner));
  }

  private Future<?> schedule(ChannelHandlerContext ctx, Duration wait, boolean greetingWaited) {
    return ctx.executor()
        .schedule(() -> paused(ctx, greetingWaited), wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void paused(ChannelHandlerContext ctx, boolean greetingWaited) {
    ByteBuf in = internalBuffer();
    if (!ctx.channel().config().isAutoRead()) {
      // The device did not pause: it is not being read.
      pause = schedule(ctx, rule.quietTime(), greetingWaited);
    } else if (!pausedOnce && !greetingWaited && Greeting.isUnfinished(peek(in))) {
      pause = schedule(ctx, rule.greetingTimeout(), true);
    } else {
      endPause();
      byte[] bytes = takeBare(in);
      if (bytes.length > 0) {
        ctx.fireChannelRead(new Inbound.Message(bytes, LineEnd.NONE));
        ctx.fireChannelReadComplete();
      }
      watch(ctx);
    }
  }

  private byte[] takeBare(ByteBuf in) {
    int length = in.readableBytes();
    boolean carriageReturn = length > 0 && in.getByte(in.writerIndex() - 1) == '\r';
    byte[] bytes = take(in, carriageReturn ? length - 1 : length);
    in.skipBytes(in.readableBytes());
    scanned = 0;
    pausedOnce = true;
    lateEnd = carriageReturn ? LineEnd.CRLF : LineEnd.LF;
    return bytes;
  }

  @Override
  void cutLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    endPause();
    if (!in.isReadable()) {
      return;
    }
    boolean torn =
        lines || rule.quietTime().isZero() || (!pausedOnce && Greeting.isUnfinished(peek(in)));
    var excerpt = Excerpt.of(in);
    byte[] bytes = takeBare(in);
    if (torn) {
      out.add(
          new Inbound.Lost(
              "ended with " + excerpt.length() + " bytes that were not used: " + lack(),
              excerpt,
              false,
              manner));
    } else if (bytes.length > 0) {
      out.add(new Inbound.Message(bytes, LineEnd.NONE));
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    super.handlerRemoved0(ctx);
    endPause();
  }

  @Override
  String lack() {
    return lines || rule.quietTime().isZero()
        ? "no line end came, and a device that has sent one must end each message with one"
        : "a greeting that is not finished";
  }

  @Override
  LineEnd manner() {
    return manner;
  }

  private void endPause() {
    if (pause != null) {
      pause.cancel(false);
      pause = null;
    }
  }

  private static byte[] take(ByteBuf in, int length) {
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    return bytes;
  }

  private static byte[] peek(ByteBuf in) {
    byte[] bytes = new byte[in.readableBytes()];
    in.getBytes(in.readerIndex(), bytes);
    return bytes;
  }
}
