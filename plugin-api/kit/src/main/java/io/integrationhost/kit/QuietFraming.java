package io.integrationhost.kit;

import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;

/**
 * Frames between pauses.
 *
 * @param pause that ends a frame
 * @param max in bytes
 * @param limit the key that sets it
 */
record QuietFraming(Duration pause, int max, String limit) implements Framing<byte[]> {

  @Override
  public ByteToMessageDecoder decoder() {
    return new QuietDecoder(pause, max, limit);
  }

  @Override
  public byte[] frame(Object found) {
    return (byte[]) found;
  }

  @Override
  public Framing<byte[]> limitedBy(String key) {
    return new QuietFraming(pause, max, key);
  }
}
