package io.integrationhost.plugins.modbus.frame;

/**
 * What a device answered to a request.
 *
 * @param exception its exception code; 0: none
 * @param data registers as on the wire, or bits packed as on the wire; of function 43 its objects;
 *     empty of writes and exceptions
 */
public record Reply(int exception, byte[] data) {

  private static final int PATH_UNAVAILABLE = 10;
  private static final int NO_RESPONSE = 11;

  /** Whether the device did what it was asked. */
  public boolean isGood() {
    return exception == 0;
  }

  /** Whether a bridge answered, since it did not reach the device. */
  public boolean isAbsence() {
    return exception == PATH_UNAVAILABLE || exception == NO_RESPONSE;
  }

  /**
   * An exception code in words.
   *
   * @param exception as on the wire
   * @return such as {@code exception 2 (illegal data address)}
   */
  public static String words(int exception) {
    String name =
        switch (exception) {
          case Request.ILLEGAL_FUNCTION -> "illegal function";
          case Request.ILLEGAL_ADDRESS -> "illegal data address";
          case Request.ILLEGAL_VALUE -> "illegal data value";
          case 4 -> "server device failure";
          case 5 -> "acknowledge";
          case Request.BUSY -> "server device busy";
          case 7 -> "negative acknowledge";
          case 8 -> "memory parity error";
          case PATH_UNAVAILABLE -> "gateway path unavailable";
          case NO_RESPONSE -> "gateway target device failed to respond";
          default -> "unknown";
        };
    return "exception " + exception + " (" + name + ")";
  }
}
