package io.integrationhost.kit.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;

/** The bytes that a decoder keeps until it can use them, seen from outside. Belongs to the loop. */
final class Kept implements ByteToMessageDecoder.Cumulator {

  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

  @Override
  public ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf before, ByteBuf in) {
    bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, before, in);
    return bytes;
  }

  /** How many can be read. The decoder lets go of what it has read to the end. */
  int readable() {
    return bytes.refCnt() > 0 ? bytes.readableBytes() : 0;
  }

  /** What they take, after a buffer that is much too large was made smaller. */
  int size() {
    int length = readable();
    if (length == 0) {
      return 0;
    }
    if (bytes.capacity() > 2 * length + Ledger.FREE && bytes.refCnt() == 1) {
      bytes.discardReadBytes().capacity(length);
    }
    return bytes.capacity();
  }

  /** The first of them. */
  byte[] first(int most) {
    byte[] first = new byte[Math.min(readable(), most)];
    if (first.length > 0) {
      bytes.getBytes(bytes.readerIndex(), first);
    }
    return first;
  }

  void drop() {
    if (bytes.refCnt() > 0) {
      bytes.skipBytes(bytes.readableBytes());
      if (bytes.refCnt() == 1 && bytes.capacity() > Ledger.FREE) {
        bytes.clear().capacity(0);
      }
    }
  }
}
