package io.integrationhost.plugins.mqtt.packet;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Cuts one connection's bytes into packets. A message that is too long is skipped, however long it
 * is, and what is known of it handed over in its place; nothing else may be long.
 */
final class PacketDecoder extends ByteToMessageDecoder implements Framing.Unfinished {

  private static final int PUBLISH = 3;
  private static final int LAST_TYPE = 15;

  /** Packets that are no messages: their properties may hold some texts. */
  private static final int LONGEST_OTHER = 256 * 1024;

  private static final int MOST_LENGTH_BYTES = 4;
  private static final int EXCERPT = 32;

  private record Header(int first, int size, int length) {
    int type() {
      return first >> 4;
    }

    int qos() {
      return (first >> 1) & 3;
    }
  }

  private final int longest;
  private Optional<Frame.Oversized> skipped = Optional.empty();
  private int toSkip;
  private boolean broken;
  private long taken;
  private long progress;

  PacketDecoder(int longest) {
    this.longest = longest;
  }

  long progress() {
    return progress;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int before = in.readableBytes();
    progress = Math.max(progress, taken + before);
    if (broken) {
      in.skipBytes(before);
    } else if (skipped.isPresent()) {
      skip(in, out);
    } else {
      Optional<Header> header = header(in, out);
      header.ifPresent(known -> cut(known, in, out));
    }
    taken += before - in.readableBytes();
  }

  private void skip(ByteBuf in, List<Object> out) {
    int now = Math.min(toSkip, in.readableBytes());
    in.skipBytes(now);
    toSkip -= now;
    if (toSkip == 0) {
      out.add(skipped.orElseThrow());
      skipped = Optional.empty();
    }
  }

  /** Looks at the header and leaves it where it is. */
  private Optional<Header> header(ByteBuf in, List<Object> out) {
    int start = in.readerIndex();
    int length = 0;
    for (int at = 1; at <= MOST_LENGTH_BYTES; at++) {
      if (in.readableBytes() <= at) {
        return Optional.empty();
      }
      int digit = in.getUnsignedByte(start + at);
      length |= (digit & 0x7F) << (7 * (at - 1));
      if (digit < 0x80) {
        return Optional.of(new Header(in.getUnsignedByte(start), at + 1, length));
      }
    }
    refuse("sent a packet whose length has more than 4 bytes", in, out);
    return Optional.empty();
  }

  private void cut(Header header, ByteBuf in, List<Object> out) {
    int type = header.type();
    if (type == 0 || type == LAST_TYPE || (header.qos() == 3 && type == PUBLISH)) {
      refuse("sent a packet of a kind that no broker sends", in, out);
    } else if (type == PUBLISH && header.length() > longest) {
      beginSkipping(header, in, out);
    } else if (type != PUBLISH && header.length() > LONGEST_OTHER) {
      refuse("sent a packet of " + header.length() + " bytes that is no message", in, out);
    } else if (in.readableBytes() >= header.size() + header.length()) {
      byte[] packet = new byte[header.size() + header.length()];
      in.readBytes(packet);
      out.add(new Frame.Whole(packet));
    }
  }

  private void beginSkipping(Header header, ByteBuf in, List<Object> out) {
    int start = in.readerIndex() + header.size();
    if (in.readableBytes() < header.size() + 2) {
      return;
    }
    int topic = in.getUnsignedShort(start);
    int id = header.qos() == 0 ? 0 : 2;
    if (2 + topic + id > header.length()) {
      refuse("sent a message whose topic is longer than it", in, out);
      return;
    }
    if (in.readableBytes() < header.size() + 2 + topic + id) {
      return;
    }
    int packetId = id == 0 ? 0 : in.getUnsignedShort(start + 2 + topic);
    if (id != 0 && packetId == 0) {
      refuse("sent a message with the packet id 0", in, out);
      return;
    }
    skipped =
        Optional.of(
            new Frame.Oversized(
                in.toString(start + 2, topic, StandardCharsets.UTF_8),
                header.qos(),
                packetId,
                header.length()));
    toSkip = header.length();
    in.skipBytes(header.size());
    skip(in, out);
  }

  private void refuse(String what, ByteBuf in, List<Object> out) {
    byte[] first = new byte[Math.min(EXCERPT, in.readableBytes())];
    in.getBytes(in.readerIndex(), first);
    out.add(new Fault(Fault.Kind.MALFORMED, what, Bytes.excerpt(first, in.readableBytes()), false));
    broken = true;
    in.skipBytes(in.readableBytes());
  }

  @Override
  public String lack() {
    return "the rest of a packet did not come";
  }

  @Override
  public boolean isSkipping() {
    return skipped.isPresent();
  }
}
