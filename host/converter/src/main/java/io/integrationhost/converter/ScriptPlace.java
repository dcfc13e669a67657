package io.integrationhost.converter;

/**
 * Where in the tenant's own script, as the converter's configuration holds it.
 *
 * @param line from 1
 * @param column from 1, in UTF-16 units
 */
public record ScriptPlace(int line, int column) {

  public ScriptPlace {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException(
          "lines and columns of scripts start at 1, but are " + line + ", " + column);
    }
  }

  /** As errors show it. */
  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
