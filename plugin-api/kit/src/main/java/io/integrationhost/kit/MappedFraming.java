package io.integrationhost.kit;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Optional;
import java.util.function.Function;

/**
 * The frames of another framing as something else.
 *
 * @param inner finds them
 * @param change called for each
 */
record MappedFraming<F, G>(Framing<F> inner, Function<? super F, ? extends G> change)
    implements Framing<G> {

  @Override
  public ByteToMessageDecoder decoder() {
    return inner.decoder();
  }

  @Override
  public ByteToMessageDecoder datagramDecoder() {
    return inner.datagramDecoder();
  }

  @Override
  public Optional<Object> wholeDatagram(ByteBuf datagram) {
    return inner.wholeDatagram(datagram);
  }

  @Override
  public Framing<G> limitedBy(String key) {
    return inner.limitedBy(key).map(change);
  }

  @Override
  public G frame(Object found) {
    return change.apply(inner.frame(found));
  }
}
