package io.integrationhost.plugins.teltonika.codec;

/** What can be wrong with bytes from a device. */
public enum FrameError {
  LOGIN("no valid login"),
  PREAMBLE("no frame begins here"),
  LENGTH("the length makes no sense or is over the limit"),
  CRC("the checksum is wrong"),
  MALFORMED("the checksum is right, but the content does not fit its own counts and lengths"),
  COUNT("the two record counts differ"),
  CODEC("the codec is not supported");

  private final String meaning;

  FrameError(String meaning) {
    this.meaning = meaning;
  }

  /** For people. */
  public String meaning() {
    return meaning;
  }
}
