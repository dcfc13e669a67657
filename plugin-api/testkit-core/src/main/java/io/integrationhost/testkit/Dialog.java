package io.integrationhost.testkit;

import io.integrationhost.kit.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * What a device and a transport say to each other when all is well: an opening, once for each
 * connection, and a message that may be repeated.
 */
public final class Dialog {

  private byte[] opening = {};
  private byte[] welcome = {};
  private final byte[] message;
  private final byte[] answer;
  private Optional<String> device = Optional.empty();
  private byte[] downlink = {};
  private byte[] sent = {};

  private Dialog(byte[] message, byte[] answer) {
    this.message = message;
    this.answer = answer;
  }

  /**
   * A dialog without opening, in UTF-8.
   *
   * @param message something that is published as one uplink or more
   * @param answer what the device hears when it was stored; may be empty
   */
  public static Dialog of(String message, String answer) {
    return new Dialog(Bytes.utf8(message), Bytes.utf8(answer));
  }

  /** A dialog without opening, in hexadecimal digits in which blanks may stand. */
  public static Dialog ofHex(String message, String answer) {
    return new Dialog(Trial.hex(message), Trial.hex(answer));
  }

  /** What the device says first on each connection, and hears then. */
  public Dialog after(String first, String heard) {
    opening = Bytes.utf8(first);
    welcome = Bytes.utf8(heard);
    return this;
  }

  /** What the device says first on each connection, and hears then, in digits. */
  public Dialog afterHex(String first, String heard) {
    opening = Trial.hex(first);
    welcome = Trial.hex(heard);
    return this;
  }

  /**
   * A downlink that the device takes after its first message.
   *
   * @param name of the device in ThingsBoard
   * @param payload of the downlink
   * @param heard what the device hears
   */
  public Dialog downlink(String name, String payload, String heard) {
    device = Optional.of(name);
    downlink = Bytes.utf8(payload);
    sent = Bytes.utf8(heard);
    return this;
  }

  /** What the device says, with so many messages after the opening. */
  byte[] said(int messages) {
    return joined(opening, message, messages);
  }

  /** What it hears then. */
  byte[] heard(int messages) {
    return joined(welcome, answer, messages);
  }

  private static byte[] joined(byte[] first, byte[] repeated, int times) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    for (int i = 0; i < times; i++) {
      all.writeBytes(repeated);
    }
    return all.toByteArray();
  }

  byte[] opening() {
    return opening;
  }

  byte[] message() {
    return message;
  }

  Optional<String> device() {
    return device;
  }

  byte[] downlink() {
    return downlink;
  }

  byte[] sent() {
    return sent;
  }
}
