package io.integrationhost.converter;

import java.util.List;
import java.util.Optional;

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
    /** Too many errors came lately from this source or all, or the script cannot be stopped. */
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

    /** Whether this draws on the error budgets (facts 5.8). */
    boolean counted() {
      return counted;
    }

    /**
     * Whether the message was not tried for a reason that has nothing to do with it, so that the
     * same message may be converted later.
     */
    public boolean mayPass() {
      return this == OVERLOADED || this == CLOSED;
    }
  }

  private final Kind kind;
  private final String converter;
  private final String reason;
  private final transient ScriptPlace place;
  private final String output;
  private final transient List<String> console;

  ConverterException(
      Kind kind,
      String converter,
      String reason,
      ScriptPlace place,
      String output,
      List<String> console) {
    // No stack trace: it would show the worker, never the cause, and bad messages may come fast.
    super("Converter '" + converter + "': " + reason, null, false, false);
    this.kind = kind;
    this.converter = converter;
    this.reason = reason;
    this.place = place;
    this.output = output;
    this.console = List.copyOf(console);
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

  /**
   * Where the script failed; only for {@link Kind#COMPILE} and {@link Kind#SCRIPT}, and absent when
   * the place is not known.
   */
  public Optional<ScriptPlace> place() {
    return Optional.ofNullable(place);
  }

  /**
   * The JSON text that the script returned; only for {@link Kind#RESULT}, and absent when it
   * returned nothing. It is the tenant's data, so nothing for a log.
   */
  public Optional<String> output() {
    return Optional.ofNullable(output);
  }

  /** What the script wrote to its console before it failed; see {@link Conversion#console}. */
  public List<String> console() {
    return console;
  }
}
