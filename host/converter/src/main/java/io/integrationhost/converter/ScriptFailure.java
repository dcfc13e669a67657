package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import java.util.List;

/** A failure inside, where the converter's name is not known. It never leaves this package. */
final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient ScriptPlace place;
  private final String output;
  private final transient List<String> console;

  ScriptFailure(Kind kind, String message) {
    this(kind, message, null, null, List.of());
  }

  /**
   * @param place where in the script; null when that is not known
   * @param output what the script returned, as JSON; null when it returned nothing
   * @param console what the script wrote to its console
   */
  private ScriptFailure(
      Kind kind, String message, ScriptPlace place, String output, List<String> console) {
    super(message, null, false, false);
    this.kind = kind;
    this.place = place;
    this.output = output;
    this.console = console;
  }

  /** Without a place in the text. */
  ScriptFailure at(ScriptPlace where) {
    return new ScriptFailure(kind, getMessage(), where, output, console);
  }

  ScriptFailure of(ScriptResult returned) {
    return new ScriptFailure(kind, getMessage(), place, returned.text(), returned.console());
  }

  /**
   * The same failure.
   *
   * @param lines that the script wrote to its console before
   */
  ScriptFailure after(List<String> lines) {
    return new ScriptFailure(kind, getMessage(), place, output, lines);
  }

  /** The same failure in other words. */
  ScriptFailure saying(String message) {
    return new ScriptFailure(kind, message, place, output, console);
  }

  static ScriptFailure result(String message) {
    return new ScriptFailure(Kind.RESULT, message);
  }

  /** The script, or what it was given, is at fault. */
  static ScriptFailure script(String message) {
    return new ScriptFailure(Kind.SCRIPT, message);
  }

  Kind kind() {
    return kind;
  }

  ConverterException of(String converter) {
    return new ConverterException(kind, converter, getMessage(), place, output, console);
  }
}
