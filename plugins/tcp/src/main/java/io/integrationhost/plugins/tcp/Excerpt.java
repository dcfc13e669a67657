package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * The beginning of some bytes, for logs.
 *
 * @param first at most {@value #LENGTH} of them
 * @param length of all of them
 */
record Excerpt(byte[] first, long length) {

  private static final int LENGTH = 32;

  /** Of what can be read now. */
  static Excerpt of(ByteBuf in) {
    int length = in.readableBytes();
    return new Excerpt(
        ByteBufUtil.getBytes(in, in.readerIndex(), Math.min(length, LENGTH)), length);
  }

  /** Hex, and as text without what could be no text or forge a line. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (byte each : first) {
      text.append(each >= ' ' && each < 0x7F && each != '\'' ? (char) each : '.');
    }
    String more = length > first.length ? "..." : "";
    return ByteBufUtil.hexDump(first) + more + " '" + text + more + "'";
  }
}
