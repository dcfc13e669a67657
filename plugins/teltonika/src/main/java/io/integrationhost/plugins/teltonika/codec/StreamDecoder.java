package io.integrationhost.plugins.teltonika.codec;

import io.integrationhost.kit.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Optional;

/**
 * Cuts the TCP stream of a device into {@link Inbound}s. Keep-alive bytes between them are dropped.
 */
public final class StreamDecoder extends ByteToMessageDecoder implements Framing.Unfinished {

  private static final int PING = 0xFF;
  private static final int HEADER = 8;
  private static final int CHECKSUM = 4;
  private static final int LOGIN = 2 + Imei.LENGTH;

  private final int longestData;
  private boolean loggedIn;
  private boolean lost;

  /**
   * A decoder for one connection.
   *
   * @param longestData the greatest length field that is believed
   */
  public StreamDecoder(int longestData) {
    this.longestData = longestData;
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
      String limit = "the limit is " + longestData + " (maxFrameLength)";
      lose(FrameError.LENGTH, length + " bytes, " + limit, in, out);
      return;
    }
    if (in.readableBytes() >= HEADER + length + CHECKSUM) {
      in.skipBytes(HEADER);
      byte[] data = new byte[(int) length];
      in.readBytes(data);
      out.add(new Inbound.Whole(new Frame(data, in.readInt())));
    }
  }

  private void lose(FrameError error, String detail, ByteBuf in, List<Object> out) {
    in.skipBytes(in.readableBytes());
    lost = true;
    out.add(new Inbound.Lost(error, detail));
  }

  @Override
  public String lack() {
    return "the rest of its login or frame has not come";
  }
}
