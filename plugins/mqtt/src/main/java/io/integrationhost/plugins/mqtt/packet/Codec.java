package io.integrationhost.plugins.mqtt.packet;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.util.Optional;

/**
 * Netty's codec for one connection, which remembers the version of the CONNECT that it encoded. For
 * one thread.
 */
public final class Codec {

  /** No pool and no leak detection: all of it is small and dies young. */
  private static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false, true);

  private final EmbeddedChannel channel =
      new EmbeddedChannel(MqttEncoder.INSTANCE, new MqttDecoder(Integer.MAX_VALUE));

  /** A codec that has seen nothing yet. */
  public Codec() {
    channel.config().setOption(ChannelOption.ALLOCATOR, HEAP);
  }

  /**
   * The bytes of a packet.
   *
   * @param packet is released
   * @return with its header
   * @throws RuntimeException when the packet is not legal
   */
  public byte[] encode(MqttMessage packet) {
    channel.writeOutbound(packet);
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes);
    return bytes;
  }

  /**
   * A packet out of its bytes.
   *
   * @param packet whole
   * @return decoded; a payload in it lies on the heap
   * @throws IllegalArgumentException says what is wrong with it
   */
  public MqttMessage decode(byte[] packet) {
    channel.writeInbound(Unpooled.wrappedBuffer(packet));
    MqttMessage decoded = channel.readInbound();
    if (decoded == null || channel.readInbound() != null) {
      throw new IllegalArgumentException("its length does not fit what is in it");
    }
    if (decoded.decoderResult().isFailure()) {
      Throwable cause = decoded.decoderResult().cause();
      throw new IllegalArgumentException(
          Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString), cause);
    }
    return decoded;
  }

  /** Releases what is left in it. */
  public void close() {
    var unused = channel.finishAndReleaseAll();
  }
}
