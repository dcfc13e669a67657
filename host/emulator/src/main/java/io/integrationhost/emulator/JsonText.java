package io.integrationhost.emulator;

import java.util.Objects;

/** A value of type JSON, as the text that travelled. */
public record JsonText(String text) {
  public JsonText {
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return text;
  }
}
