package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import java.util.regex.Pattern;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.SourceSection;

/** Tells the tenant what went wrong, with line and column of the tenant's own script. */
record JavaScriptError(PolyglotException error, Source script) {
  private static final int MAX_LENGTH = 1_000;
  private static final int LINES_BEFORE_BODY = 1;

  /** The engine would name a brace of ours, which the tenant has never written. */
  private static final String UNMATCHED =
      "SyntaxError: brackets, braces or quotes do not match: one is left open, or one too many is"
          + " closed";

  private static final Pattern POSITION = Pattern.compile("^(\\w+: )script:\\d+:\\d+ ");

  /**
   * @param kind of what the script itself threw
   */
  ScriptFailure failure(Kind kind) {
    String prefix = kind == Kind.COMPILE ? "Can't compile script: " : "";
    if (error.isResourceExhausted() && text().endsWith("Stack overflow")) {
      return new ScriptFailure(kind, prefix + "the script nests or recurses too deeply");
    }
    if (error.isResourceExhausted()) {
      return new ScriptFailure(Kind.MEMORY, "Script memory overflow!");
    }
    if (error.isInterrupted() || error.isCancelled()) {
      return new ScriptFailure(Kind.TIMEOUT, "Script timeout!");
    }
    if (!error.isGuestException()) {
      return new ScriptFailure(Kind.INTERNAL, "The script engine failed: " + text());
    }
    ScriptPlace place = place();
    String text = error.isSyntaxError() && place != null && isEnd(place) ? UNMATCHED : text();
    return new ScriptFailure(kind, prefix + text + position(place)).at(place);
  }

  private String text() {
    String message = error.getMessage();
    if (message == null) {
      return "unknown error";
    }
    String cut = message.substring(0, Math.min(message.length(), MAX_LENGTH));
    if (error.isSyntaxError()) {
      // The engine adds the source line and a marker below it.
      int end = cut.indexOf('\n');
      return POSITION.matcher(end < 0 ? cut : cut.substring(0, end)).replaceFirst("$1");
    }
    return cut;
  }

  private String position(ScriptPlace place) {
    if (place == null) {
      return "";
    }
    return isEnd(place) ? " (at the end of the script)" : " (" + place + ")";
  }

  /** Null when it is not known. */
  private ScriptPlace place() {
    SourceSection section = section();
    if (section == null) {
      return null;
    }
    int line = section.getStartLine() - LINES_BEFORE_BODY;
    int lines = script.getLineCount() - LINES_BEFORE_BODY - 1;
    if (line > lines) {
      return new ScriptPlace(lines, script.getLineLength(lines + LINES_BEFORE_BODY) + 1);
    }
    return line < 1 ? null : new ScriptPlace(line, section.getStartColumn());
  }

  private boolean isEnd(ScriptPlace place) {
    return place.line() == script.getLineCount() - LINES_BEFORE_BODY - 1
        && place.column() > script.getLineLength(place.line() + LINES_BEFORE_BODY);
  }

  private SourceSection section() {
    SourceSection thrown = error.getSourceLocation();
    if (isScript(thrown)) {
      return thrown;
    }
    for (PolyglotException.StackFrame frame : error.getPolyglotStackTrace()) {
      if (isScript(frame.getSourceLocation())) {
        return frame.getSourceLocation();
      }
    }
    return null;
  }

  private boolean isScript(SourceSection section) {
    return section != null && script.equals(section.getSource());
  }
}
