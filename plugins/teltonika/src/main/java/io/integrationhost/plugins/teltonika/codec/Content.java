package io.integrationhost.plugins.teltonika.codec;

import java.util.List;

/** What a data field holds. */
public sealed interface Content {

  /**
   * Records of Codec 8 or 8 Extended: all of them or none.
   *
   * @param miscounted in how many of them the total of elements is wrong, which does no harm
   */
  record Records(int codec, List<AvlRecord> records, int miscounted) implements Content {
    public Records {
      records = List.copyOf(records);
    }
  }

  /** Messages of Codec 12, which are never answered. */
  record Messages(List<DeviceMessage> messages) implements Content {
    public Messages {
      messages = List.copyOf(messages);
    }
  }

  /** Codec 13, 14 or 15: legal beside records, but nothing for this plugin. */
  record Skipped(int codec) implements Content {}

  /**
   * Nothing that can be used.
   *
   * @param codec the first byte, whatever it is
   */
  record Broken(FrameError error, int codec) implements Content {

    /** Whether the device is told that none of its records were accepted. */
    public boolean isAnswered() {
      return error != FrameError.CODEC && CodecId.holdsRecords(codec);
    }

    /** Whether the same bytes will be as broken when they are sent again. */
    public boolean isForGood() {
      return (error == FrameError.MALFORMED || error == FrameError.COUNT)
          && CodecId.holdsRecords(codec);
    }
  }

  /**
   * Looks into a data field whose bytes are as the device sent them.
   *
   * @param data not empty
   */
  static Content of(byte[] data) {
    int codec = data[0] & 0xFF;
    try {
      if (CodecId.holdsRecords(codec)) {
        return RecordReader.read(data);
      } else if (codec == CodecId.CODEC_12) {
        return new Messages(DeviceMessage.read(data));
      }
      return CodecId.isSkipped(codec) ? new Skipped(codec) : new Broken(FrameError.CODEC, codec);
    } catch (FrameException e) {
      return new Broken(e.error(), codec);
    }
  }
}
