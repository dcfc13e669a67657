package io.integrationhost.plugins.teltonika.codec;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A packet of the UDP channel with a good header. It stands alone: it brings its IMEI along and no
 * checksum.
 *
 * @param packetId u16, copied into the answer
 * @param avlPacketId u8, copied into the answer
 * @param data from the codec id to the second count; not empty; must not be changed
 */
public record Datagram(int packetId, int avlPacketId, Imei imei, byte[] data) {

  private static final int SMALLEST = 8;

  /** Bytes before the data. */
  public static final int HEADER = SMALLEST + Imei.LENGTH;

  public Datagram {
    Objects.requireNonNull(imei, "imei");
    Objects.requireNonNull(data, "data");
  }

  /** What came in one packet. */
  public sealed interface Parsed {

    /** A packet whose header can be read. */
    record Good(Datagram datagram) implements Parsed {}

    /**
     * No packet of a device; not to be answered.
     *
     * @param detail what was seen, for logs; may be empty
     */
    record Bad(FrameError error, String detail) implements Parsed {
      Bad(FrameError error) {
        this(error, "");
      }
    }
  }

  /** Reads the header. */
  public static Parsed parse(byte[] bytes) {
    ByteBuffer packet = ByteBuffer.wrap(bytes);
    if (bytes.length < SMALLEST) {
      return new Parsed.Bad(FrameError.LENGTH, "it has " + bytes.length + " bytes");
    }
    int beyond = bytes.length - Short.BYTES - (packet.getShort() & 0xFFFF);
    if (beyond != 0) {
      return new Parsed.Bad(FrameError.LENGTH, misfit(beyond));
    }
    int packetId = packet.getShort() & 0xFFFF;
    packet.get();
    int avlPacketId = packet.get() & 0xFF;
    int imeiLength = packet.getShort() & 0xFFFF;
    if (imeiLength != Imei.LENGTH || bytes.length < HEADER) {
      return new Parsed.Bad(FrameError.LOGIN);
    }
    byte[] digits = new byte[Imei.LENGTH];
    packet.get(digits);
    byte[] data = new byte[packet.remaining()];
    packet.get(data);
    if (data.length == 0) {
      return new Parsed.Bad(FrameError.LENGTH);
    }
    return Imei.parse(digits)
        .<Parsed>map(imei -> new Parsed.Good(new Datagram(packetId, avlPacketId, imei, data)))
        .orElseGet(() -> new Parsed.Bad(FrameError.LOGIN));
  }

  private static String misfit(int beyond) {
    return beyond < 0
        ? -beyond + " bytes of it are missing"
        : beyond + " bytes follow its packet; a datagram must hold one packet only";
  }

  /** Names ids and size, never the content. */
  @Override
  public String toString() {
    return "Datagram[" + imei + ", AVL packet " + avlPacketId + ", " + data.length + " bytes]";
  }
}
