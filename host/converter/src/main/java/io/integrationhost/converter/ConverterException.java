package io.integrationhost.converter;

/** Why a converter cannot be used, or why one message was not converted. */
public final class ConverterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** The converter's configuration cannot be used. */
    CONFIGURATION(false),
    /** The script is no valid program; it stays so until the converter is changed. */
    COMPILE(true),
    /** The script threw. */
    SCRIPT(false),
    /** The script returned what is no entity data. */
    RESULT(false),
    /** The script ran longer than allowed. */
    TIMEOUT(true),
    /** The script took more memory than allowed. */
    MEMORY(true),
    /** The script, its arguments or its result are longer than allowed. */
    SIZE(true),
    /** The script failed too often lately, or can never be stopped once it runs. */
    BLOCKED(false),
    /** Too many messages wait for this converter, or no worker is left. */
    OVERLOADED(false),
    /** The converter or the engine was closed. */
    CLOSED(false),
    /** The script engine itself failed. */
    INTERNAL(true);

    private final boolean counted;

    Kind(boolean counted) {
      this.counted = counted;
    }

    /** Whether this brings the script closer to being blocked (facts 5.8). */
    boolean counted() {
      return counted;
    }

    /** Whether the message was not tried, so that it may be converted later. */
    public boolean mayPass() {
      return this == BLOCKED || this == OVERLOADED || this == CLOSED;
    }
  }

  private final Kind kind;
  private final String converter;
  private final String reason;

  ConverterException(Kind kind, String converter, String reason) {
    // No stack trace: it would show the worker, never the cause, and bad messages may come fast.
    super("Converter '" + converter + "': " + reason, null, false, false);
    this.kind = kind;
    this.converter = converter;
    this.reason = reason;
  }

  public Kind kind() {
    return kind;
  }

  /** The converter's name. */
  public String converter() {
    return converter;
  }

  /** The message without the converter's name: the text that tenants know (facts 5.3 to 5.8). */
  public String reason() {
    return reason;
  }
}
