package io.integrationhost.kit;

import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.function.Function;

/**
 * A framing of the kit's own, whose frames are bytes.
 *
 * @param limit the key that sets the longest frame
 * @param framers makes a framer for one connection, given that key
 */
record CutFraming(String limit, Function<String, Framer> framers) implements Framing<byte[]> {

  @Override
  public ByteToMessageDecoder decoder() {
    return new FramerDecoder(framers.apply(limit), false);
  }

  @Override
  public ByteToMessageDecoder datagramDecoder() {
    return new FramerDecoder(framers.apply(limit), true);
  }

  @Override
  public byte[] frame(Object found) {
    return (byte[]) found;
  }

  @Override
  public Framing<byte[]> limitedBy(String key) {
    return new CutFraming(key, framers);
  }
}
