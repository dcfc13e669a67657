package io.integrationhost.plugins.teltonika.codec;

/** Bytes that cannot be read. Never leaves the package. */
final class FrameException extends Exception {

  private static final long serialVersionUID = 1L;

  private final FrameError error;

  FrameException(FrameError error) {
    // Without a stack trace: devices decide how often it is thrown.
    super(error.meaning(), null, false, false);
    this.error = error;
  }

  FrameError error() {
    return error;
  }
}
