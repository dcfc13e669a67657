package io.integrationhost.kit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Frames that end when nothing comes for a while. */
final class QuietDecoder extends ByteToMessageDecoder implements Framing.Unfinished {

  private final long pause;
  private final int max;
  private final String limit;
  private boolean skipping;

  /** When something came last, in the time of the loop. */
  private long last;

  private Optional<Future<?>> timer = Optional.empty();

  QuietDecoder(Duration pause, int max, String limit) {
    this.pause = pause.toNanos();
    this.max = max;
    this.limit = limit;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    last = ctx.executor().ticker().nanoTime();
    if (in.readableBytes() > max) {
      if (!skipping) {
        out.add(
            new Fault(
                Fault.Kind.TOO_LONG,
                "sent more than "
                    + limit
                    + " ("
                    + max
                    + " bytes) without a pause; all up to the next one is skipped; raise "
                    + limit,
                FramerDecoder.excerpt(in),
                true));
      }
      skipping = true;
    }
    if (skipping) {
      in.skipBytes(in.readableBytes());
    }
    if (timer.isEmpty()) {
      schedule(ctx, pause);
    }
  }

  private void schedule(ChannelHandlerContext ctx, long nanos) {
    timer = Optional.of(ctx.executor().schedule(() -> look(ctx), nanos, TimeUnit.NANOSECONDS));
  }

  private void look(ChannelHandlerContext ctx) {
    timer = Optional.empty();
    long now = ctx.executor().ticker().nanoTime();
    if (!ctx.channel().config().isAutoRead()) {
      // The device did not pause: it is not being read.
      last = now;
    }
    long missing = pause - (now - last);
    if (missing > 0) {
      schedule(ctx, missing);
      return;
    }
    skipping = false;
    ByteBuf in = internalBuffer();
    if (in.isReadable()) {
      ctx.fireChannelRead(FramerDecoder.bytes(in, in.readableBytes()));
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (in.readableBytes() > max) {
      decode(ctx, in, out);
    } else if (in.isReadable() && !skipping) {
      out.add(FramerDecoder.bytes(in, in.readableBytes()));
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    timer.ifPresent(running -> running.cancel(false));
    timer = Optional.empty();
  }

  @Override
  public boolean isSkipping() {
    return skipping;
  }

  @Override
  public String lack() {
    return "the device does not pause";
  }
}
