package io.integrationhost.plugins.teltonika.codec;

/** What a TCP stream of a device brings, in its order. */
public sealed interface Inbound {

  /** A login, the first or a repeated one. */
  record Login(Imei imei) implements Inbound {}

  /** Fifteen characters that are no IMEI; refused with an answer. Nothing follows. */
  record BadLogin() implements Inbound {}

  /** A frame after a login. */
  record Whole(Frame frame) implements Inbound {}

  /**
   * Something after which the beginning of the next frame cannot be found. Nothing follows.
   *
   * @param detail what was seen, for logs
   */
  record Lost(FrameError error, String detail) implements Inbound {}
}
