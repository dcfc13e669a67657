package io.integrationhost.emulator.event;

/** The bytes are not an event of a known class; the message says what was found where. */
public final class EventFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  EventFormatException(String message) {
    super(message);
  }
}
