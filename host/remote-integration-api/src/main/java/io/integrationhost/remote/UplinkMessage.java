package io.integrationhost.remote;

import java.util.List;

/**
 * An uplink message made of fragments (see {@link UplinkCodec}), which are sent as they are. Its
 * items are processed in order and answered once.
 */
public final class UplinkMessage {

  /**
   * How many bytes of fragments fit: ThingsBoard ends the stream above 4 MiB, all that is wrapped
   * around included (facts 2.1).
   */
  public static final int MAX_BYTES = 4 * 1024 * 1024 - 1024;

  /** Without items: ThingsBoard answers it and does nothing else (facts 2.6). */
  static final UplinkMessage HEARTBEAT = new UplinkMessage(List.of(), 0);

  private final List<byte[]> fragments;
  private final int bytes;

  private UplinkMessage(List<byte[]> fragments, int bytes) {
    this.fragments = fragments;
    this.bytes = bytes;
  }

  /**
   * Joins fragments.
   *
   * @param fragments not copied: must not change afterwards
   * @throws IllegalArgumentException above {@link #MAX_BYTES}, or without fragments
   */
  public static UplinkMessage of(List<byte[]> fragments) {
    if (fragments.isEmpty()) {
      throw new IllegalArgumentException("an uplink message needs at least one fragment");
    }
    long bytes = 0;
    for (byte[] fragment : fragments) {
      bytes += fragment.length;
    }
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "an uplink message of "
              + bytes
              + " bytes in "
              + fragments.size()
              + " fragments is too large: ThingsBoard takes at most "
              + MAX_BYTES
              + "; send fewer fragments at a time");
    }
    return new UplinkMessage(List.copyOf(fragments), (int) bytes);
  }

  /** How many bytes the fragments have together. */
  public int bytes() {
    return bytes;
  }

  /** How many fragments there are. */
  public int items() {
    return fragments.size();
  }

  List<byte[]> fragments() {
    return fragments;
  }

  @Override
  public String toString() {
    return "UplinkMessage[" + items() + " items, " + bytes + " bytes]";
  }
}
