package io.integrationhost.plugins.modbus.frame;

import io.integrationhost.kit.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.Supplier;

/** Cuts what a peer sends. One for each connection, on its loop. */
public interface Cutter {

  /**
   * Takes one frame from the beginning, or what makes none, or nothing until more has come.
   *
   * @param in read as far as it was taken
   * @param out gets a {@link Frame} or a {@link io.integrationhost.kit.Fault}
   */
  void cut(ByteBuf in, List<Object> out);

  /**
   * A framing of cutters.
   *
   * @param cutter makes one for each connection
   * @param type of what it finds
   */
  static <F> Framing<F> framing(Supplier<Cutter> cutter, Class<F> type) {
    return Framing.netty(
        () -> {
          Cutter own = cutter.get();
          return new ByteToMessageDecoder() {
            @Override
            protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
              own.cut(in, out);
            }
          };
        },
        type);
  }
}
