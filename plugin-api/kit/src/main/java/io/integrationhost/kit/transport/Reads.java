package io.integrationhost.kit.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * How much is read at once: one buffer, so that the loop turns to the others, and only a little
 * while the port keeps all that it may, since each of thousands may be ready.
 */
final class Reads implements RecvByteBufAllocator {

  private static final int LARGEST = 16 * 1024;
  private static final int SCARCE = 256;

  private final Ledger ledger;
  private final RecvByteBufAllocator usual =
      new AdaptiveRecvByteBufAllocator(64, 2048, LARGEST).maxMessagesPerRead(1);

  Reads(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  @SuppressWarnings("deprecation") // of the interface, which has no other
  public Handle newHandle() {
    return new DelegatingHandle(usual.newHandle()) {
      @Override
      public ByteBuf allocate(ByteBufAllocator allocator) {
        return ledger.isOver() ? allocator.ioBuffer(SCARCE) : super.allocate(allocator);
      }
    };
  }
}
