package io.integrationhost.plugins.mqtt.packet;

import io.integrationhost.kit.Framing;
import io.netty.handler.codec.ByteToMessageDecoder;

/** Cuts a broker's stream into packets. One connection at a time: that of one dialler. */
public final class PacketFraming implements Framing<Frame> {

  private final int longest;
  private PacketDecoder latest;

  /**
   * A framing of one transport.
   *
   * @param longest packet that is handed over, without its header, in bytes
   */
  public PacketFraming(int longest) {
    this.longest = longest;
    latest = new PacketDecoder(longest);
  }

  @Override
  public ByteToMessageDecoder decoder() {
    latest = new PacketDecoder(longest);
    return latest;
  }

  @Override
  public Frame frame(Object found) {
    return (Frame) found;
  }

  /**
   * How much of the connection that was made last has been looked at.
   *
   * @return in bytes; grows while something comes
   */
  public long progress() {
    return latest.progress();
  }
}
