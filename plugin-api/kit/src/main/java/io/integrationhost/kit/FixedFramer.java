package io.integrationhost.kit;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Frames of one length. */
final class FixedFramer implements Framer {

  private final int length;
  private final String key;

  FixedFramer(int length, String key) {
    this.length = length;
    this.key = key;
  }

  @Override
  public void take(ByteBuf in, List<Object> out) {
    if (in.readableBytes() >= length) {
      out.add(FramerDecoder.bytes(in, length));
    }
  }

  @Override
  public String lack() {
    return "a frame has " + length + " bytes (" + key + ")";
  }
}
