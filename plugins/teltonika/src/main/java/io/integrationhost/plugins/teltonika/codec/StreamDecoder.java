package io.integrationhost.plugins.teltonika.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Cuts the TCP stream of a device into {@link Inbound}s. Keep-alive bytes between them are dropped.
 * What has begun must be complete in time; while reading is switched off, time stands still.
 */
public final class StreamDecoder extends ByteToMessageDecoder {

  private static final int PING = 0xFF;
  private static final int HEADER = 8;
  private static final int CHECKSUM = 4;
  private static final int LOGIN = 2 + Imei.LENGTH;

  /** So much of each connection is always held: most frames need no more. */
  private static final int FREE = 1024;

  private final int longestData;
  private final long frameSeconds;
  private final HeldBytes.Share memory;
  private long charged;
  private boolean loggedIn;
  private boolean lost;
  private long cut;
  private long cutAtTimerStart;
  private Optional<ScheduledFuture<?>> timer = Optional.empty();

  /**
   * A decoder for one connection.
   *
   * @param longestData the greatest length field that is believed
   * @param frameSeconds how long an unfinished login or frame may wait for its rest
   * @param memory for unfinished frames
   */
  public StreamDecoder(int longestData, long frameSeconds, HeldBytes.Share memory) {
    this.memory = memory;
    this.longestData = longestData;
    this.frameSeconds = frameSeconds;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (lost) {
      in.skipBytes(in.readableBytes());
      return;
    }
    while (in.isReadable() && in.getUnsignedByte(in.readerIndex()) == PING) {
      in.skipBytes(1);
    }
    if (in.readableBytes() < 2) {
      return;
    }
    int start = in.getUnsignedShort(in.readerIndex());
    if (start == Imei.LENGTH) {
      login(in, out);
    } else if (!loggedIn) {
      lose(FrameError.LOGIN, "begins with " + Integer.toHexString(start), in, out);
    } else {
      frame(in, out);
    }
  }

  private void login(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < LOGIN) {
      return;
    }
    in.skipBytes(2);
    byte[] digits = new byte[Imei.LENGTH];
    in.readBytes(digits);
    cut++;
    Optional<Imei> imei = Imei.parse(digits);
    loggedIn |= imei.isPresent();
    lost = imei.isEmpty();
    out.add(imei.<Inbound>map(Inbound.Login::new).orElseGet(Inbound.BadLogin::new));
  }

  private void frame(ByteBuf in, List<Object> out) {
    int at = in.readerIndex();
    if (in.getUnsignedShort(at) != 0 || (in.readableBytes() >= 4 && in.getInt(at) != 0)) {
      lose(FrameError.PREAMBLE, "after the last frame", in, out);
      return;
    }
    if (in.readableBytes() < HEADER) {
      return;
    }
    long length = in.getUnsignedInt(at + 4);
    if (length < Frame.SMALLEST_DATA || length > longestData) {
      lose(FrameError.LENGTH, length + " bytes, the limit is " + longestData, in, out);
      return;
    }
    int dataLength = (int) length;
    int whole = HEADER + dataLength + CHECKSUM;
    if (in.readableBytes() < whole) {
      if (!isRoomFor(whole)) {
        lose(FrameError.MEMORY, "a frame of " + whole + " bytes", in, out);
      }
      return;
    }
    giveBack();
    in.skipBytes(HEADER);
    byte[] data = new byte[dataLength];
    in.readBytes(data);
    cut++;
    out.add(new Inbound.Whole(new Frame(data, in.readInt())));
  }

  private boolean isRoomFor(int frame) {
    long due = Math.max(0, frame - FREE);
    if (due <= charged) {
      return true;
    }
    boolean taken = memory.take(due - charged);
    charged = taken ? due : charged;
    return taken;
  }

  private void giveBack() {
    if (charged > 0) {
      memory.give(charged);
      charged = 0;
    }
  }

  private void lose(FrameError error, String detail, ByteBuf in, List<Object> out) {
    in.skipBytes(in.readableBytes());
    lost = true;
    out.add(new Inbound.Lost(error, detail));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    super.channelRead(ctx, message);
    ByteBuf rest = internalBuffer();
    int length = rest.readableBytes();
    if (length > 0 && rest.capacity() > 2 * length + FREE) {
      rest.discardReadBytes().capacity(length);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    super.channelReadComplete(ctx);
    if (lost || !internalBuffer().isReadable()) {
      stopTimer();
    } else if (timer.isEmpty() || cut != cutAtTimerStart) {
      startTimer(ctx);
    }
  }

  private void startTimer(ChannelHandlerContext ctx) {
    stopTimer();
    cutAtTimerStart = cut;
    timer =
        Optional.of(ctx.executor().schedule(() -> timeIsUp(ctx), frameSeconds, TimeUnit.SECONDS));
  }

  private void timeIsUp(ChannelHandlerContext ctx) {
    if (!ctx.channel().config().isAutoRead()) {
      startTimer(ctx);
      return;
    }
    lost = true;
    ctx.fireChannelRead(new Inbound.Lost(FrameError.INCOMPLETE, "waited " + frameSeconds + " s"));
  }

  private void stopTimer() {
    timer.ifPresent(running -> running.cancel(false));
    timer = Optional.empty();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    stopTimer();
    giveBack();
  }
}
