package io.integrationhost.host.store;

/** A file does not hold any more what was written into it; names no content. */
public final class DamagedFileException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * A damaged file.
   *
   * @param message what is wrong, as the end of a sentence that begins with the file
   */
  public DamagedFileException(String message) {
    super(message);
  }

  /** As above, found by a failure. */
  public DamagedFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
