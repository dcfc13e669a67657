package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Framing;
import io.integrationhost.plugins.tcp.Inbound.LineEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tells messages apart: by line ends, and by pauses as long as the device never sent a line end.
 * The rule is written down in {@code plugin.conf}.
 */
final class ConversationDecoder extends ByteToMessageDecoder implements Framing.Unfinished {

  private final Settings.Greeted rule;

  private boolean lines;
  private boolean pausedOnce;
  private boolean ended;
  private LineEnd lateEnd = LineEnd.NONE;
  private int scanned;
  private Optional<Future<?>> pause = Optional.empty();

  ConversationDecoder(Settings.Greeted rule) {
    this.rule = rule;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (ended) {
      in.skipBytes(in.readableBytes());
      return;
    }
    boolean isLate = lateEnd != LineEnd.NONE && takeLateEnd(in, out);
    // Where nothing has come since, a pause goes on.
    if (isLate || in.readableBytes() == scanned) {
      return;
    }
    endPause();
    int start = in.readerIndex();
    int lineFeed = in.indexOf(start + scanned, in.writerIndex(), (byte) '\n');
    if (lineFeed >= 0) {
      takeLine(in, lineFeed, out);
    } else if (in.readableBytes() > rule.maxMessageLength() + 1) {
      giveUp(in, out);
    } else {
      scanned = in.readableBytes();
      if (!lines && !rule.quietTime().isZero()) {
        schedule(ctx, rule.quietTime(), false);
      }
    }
  }

  private void takeLine(ByteBuf in, int lineFeed, List<Object> out) {
    int length = lineFeed - in.readerIndex();
    boolean carriageReturn = length > 0 && in.getByte(lineFeed - 1) == '\r';
    length -= carriageReturn ? 1 : 0;
    lines = true;
    scanned = 0;
    LineEnd end = carriageReturn ? LineEnd.CRLF : LineEnd.LF;
    if (length > rule.maxMessageLength()) {
      out.add(new Inbound.Message(new byte[0], end));
      giveUp(in, out);
      return;
    }
    if (length > 0) {
      out.add(new Inbound.Message(ByteBufUtil.getBytes(in, in.readerIndex(), length), end));
    }
    in.readerIndex(lineFeed + 1);
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
    endPause();
    in.readerIndex(lineFeed + 1);
    scanned = 0;
    lines = true;
    out.add(new Inbound.LateLineEnd(end));
    return true;
  }

  private void giveUp(ByteBuf in, List<Object> out) {
    ended = true;
    out.add(
        new Fault(
            Fault.Kind.TOO_LONG,
            "sent a message longer than "
                + rule.maxMessageLength()
                + " bytes and is closed; send line ends or raise maxMessageLength",
            excerpt(in),
            false));
    in.skipBytes(in.readableBytes());
  }

  private void schedule(ChannelHandlerContext ctx, Duration wait, boolean greetingWaited) {
    pause =
        Optional.of(
            ctx.executor()
                .schedule(() -> paused(ctx, greetingWaited), wait.toNanos(), TimeUnit.NANOSECONDS));
  }

  private void paused(ChannelHandlerContext ctx, boolean greetingWaited) {
    ByteBuf in = internalBuffer();
    if (!ctx.channel().config().isAutoRead()) {
      // The device did not pause: it is not being read.
      schedule(ctx, rule.quietTime(), greetingWaited);
    } else if (!pausedOnce && !greetingWaited && Greeting.isUnfinished(ByteBufUtil.getBytes(in))) {
      schedule(ctx, rule.greetingTimeout(), true);
    } else {
      endPause();
      byte[] bytes = takeBare(in);
      if (bytes.length > 0) {
        ctx.fireChannelRead(new Inbound.Message(bytes, LineEnd.NONE));
      }
      ctx.fireChannelReadComplete();
    }
  }

  private byte[] takeBare(ByteBuf in) {
    int length = in.readableBytes();
    boolean carriageReturn = length > 0 && in.getByte(in.writerIndex() - 1) == '\r';
    byte[] bytes = ByteBufUtil.getBytes(in, in.readerIndex(), carriageReturn ? length - 1 : length);
    in.skipBytes(length);
    scanned = 0;
    pausedOnce = true;
    lateEnd = carriageReturn ? LineEnd.CRLF : LineEnd.LF;
    return bytes;
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    endPause();
    if (ended || !in.isReadable()) {
      in.skipBytes(in.readableBytes());
      return;
    }
    boolean torn = isOfLines() || (!pausedOnce && Greeting.isUnfinished(ByteBufUtil.getBytes(in)));
    String excerpt = excerpt(in);
    int length = in.readableBytes();
    byte[] bytes = takeBare(in);
    if (torn) {
      String what = "ended with " + length + " bytes that were not used: " + lack();
      out.add(new Fault(Fault.Kind.MALFORMED, what, excerpt, true));
    } else if (bytes.length > 0) {
      out.add(new Inbound.Message(bytes, LineEnd.NONE));
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    endPause();
  }

  private boolean isOfLines() {
    return lines || rule.quietTime().isZero();
  }

  @Override
  public String lack() {
    return isOfLines()
        ? "no line end came, and a device that has sent one must end each message with one"
        : "a greeting that is not finished";
  }

  private void endPause() {
    pause.ifPresent(running -> running.cancel(false));
    pause = Optional.empty();
  }

  private static String excerpt(ByteBuf in) {
    int length = in.readableBytes();
    return Bytes.excerpt(ByteBufUtil.getBytes(in, in.readerIndex(), Math.min(length, 64)), length);
  }
}
