package io.integrationhost.kit;

import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How messages are told apart in a stream of bytes.
 *
 * @param <F> what a message is handed over as
 */
public interface Framing<F> {

  /**
   * A decoder for one connection, called on its loop. It puts what it finds, in order, among its
   * messages: frames, and a {@link Fault} where bytes make none. After a fault that cannot go on
   * nothing comes to it any more. It must not set a cumulator: the kit counts what it keeps.
   *
   * <p>A decoder that ends messages by time looks at {@code config().isAutoRead()} first: while
   * that is false it is us who pause. What it finds between two reads it fires, and then {@code
   * fireChannelReadComplete()}.
   *
   * @return a new one
   */
  ByteToMessageDecoder decoder();

  /**
   * A frame out of what the decoder found; called on the loop, before the conversation gets it.
   *
   * @param found anything but a fault
   * @return the frame
   * @throws RuntimeException counted as a malformed frame
   */
  F frame(Object found);

  /** Says of a decoder what its unfinished message lacks; the kit asks when it stays unfinished. */
  interface Unfinished {

    /**
     * What an unfinished message lacks, and what to do.
     *
     * @return for people, such as {@code no line end came}
     */
    String lack();

    /**
     * Whether what comes is thrown away until the next message begins.
     *
     * @return true while it is
     */
    default boolean isSkipping() {
      return false;
    }
  }

  /**
   * Any decoder of Netty's or of one's own.
   *
   * @param decoder makes one for each connection
   * @param type of what it finds
   * @param <F> the same
   * @return a framing of it
   */
  static <F> Framing<F> netty(Supplier<? extends ByteToMessageDecoder> decoder, Class<F> type) {
    return new Framing<>() {
      @Override
      public ByteToMessageDecoder decoder() {
        return decoder.get();
      }

      @Override
      public F frame(Object found) {
        return type.cast(found);
      }
    };
  }

  /**
   * The same frames as something else.
   *
   * @param change called on the loop for each frame; what it throws counts as a malformed frame
   * @param <G> what a message is handed over as then
   * @return the framing
   */
  default <G> Framing<G> map(Function<? super F, ? extends G> change) {
    Framing<F> inner = this;
    return new Framing<>() {
      @Override
      public ByteToMessageDecoder decoder() {
        return inner.decoder();
      }

      @Override
      public G frame(Object found) {
        return change.apply(inner.frame(found));
      }
    };
  }
}
