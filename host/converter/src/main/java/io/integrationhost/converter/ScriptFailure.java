package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;

/** A failure inside, where the converter's name is not known. It never leaves this package. */
final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  ScriptFailure(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
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
    return new ConverterException(kind, converter, getMessage());
  }
}
