package io.integrationhost.remote;

import java.util.List;

/**
 * An uplink message made of records (see {@link UplinkCodec}), which are sent as they are. Its
 * items are processed in order and answered once.
 */
public final class UplinkMessage {

  /**
   * How many bytes of records fit: ThingsBoard ends the stream above 4 MiB, all that is wrapped
   * around included (facts 2.1).
   */
  public static final int MAX_BYTES = 4 * 1024 * 1024 - 1024;

  /** Without items: ThingsBoard answers it and does nothing else (facts 2.6). */
  static final UplinkMessage HEARTBEAT = new UplinkMessage(List.of(), 0);

  private final List<byte[]> records;
  private final int bytes;

  private UplinkMessage(List<byte[]> records, int bytes) {
    this.records = records;
    this.bytes = bytes;
  }

  /**
   * Joins records.
   *
   * @param records not copied: must not change afterwards
   * @throws IllegalArgumentException above {@link #MAX_BYTES}, or without records
   */
  public static UplinkMessage of(List<byte[]> records) {
    if (records.isEmpty()) {
      throw new IllegalArgumentException("an uplink message needs at least one record");
    }
    long bytes = 0;
    for (byte[] record : records) {
      bytes += record.length;
    }
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "an uplink message of "
              + bytes
              + " bytes in "
              + records.size()
              + " records is too large: ThingsBoard takes at most "
              + MAX_BYTES
              + "; send fewer records at a time");
    }
    return new UplinkMessage(List.copyOf(records), (int) bytes);
  }

  /** How many bytes the records have together. */
  public int bytes() {
    return bytes;
  }

  /** How many records there are. */
  public int items() {
    return records.size();
  }

  List<byte[]> records() {
    return records;
  }

  @Override
  public String toString() {
    return "UplinkMessage[" + items() + " items, " + bytes + " bytes]";
  }
}
