package io.integrationhost.plugins.teltonika.codec;

import java.util.Objects;

/** The value of an IO element as it travelled; its sign, factor and unit depend on the element. */
public sealed interface IoValue {

  /**
   * A number.
   *
   * @param bits unsigned; of eight bytes also in the topmost bit
   * @param bytes the width: 1, 2, 4 or 8
   */
  record Whole(long bits, int bytes) implements IoValue {

    /** The number read as two's complement of its width. */
    public long signed() {
      int unused = Long.SIZE - Byte.SIZE * bytes;
      return bits << unused >> unused;
    }
  }

  /** Bytes of any length; must not be changed. */
  record Raw(byte[] bytes) implements IoValue {
    public Raw {
      Objects.requireNonNull(bytes, "bytes");
    }
  }
}
