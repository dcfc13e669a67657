package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mvel2.CompileException;
import org.mvel2.ScriptExecutionStoppedException;
import org.mvel2.ScriptMemoryOverflowException;

/** Tells the tenant what went wrong in a TBEL script, and where. */
record TbelError(Throwable error) {
  private static final int MAX_LENGTH = 1_000;
  private static final int MAX_CAUSES = 1_000;

  /** With it begins what Java says of null in the library's own variables, which nobody knows. */
  private static final String JAVA = "Cannot invoke \"";

  /** The library's message shows the script around the error; the reason comes first. */
  private static final Pattern WHAT =
      Pattern.compile("\\[Error: (.*?)\\](?:\\n\\[Near|$)", Pattern.DOTALL);

  /**
   * @param kind of what is the script's own fault
   */
  ScriptFailure failure(Kind kind) {
    List<Throwable> causes = causes();
    String prefix = kind == Kind.COMPILE ? "Can't compile script: " : "";
    for (Throwable cause : causes) {
      if (cause instanceof ScriptMemoryOverflowException overflow) {
        return memory(overflow.getMessage());
      }
      if (cause instanceof OutOfMemoryError) {
        return memory("Script memory overflow");
      }
      if (cause instanceof ScriptExecutionStoppedException) {
        return new ScriptFailure(Kind.TIMEOUT, "Script timeout!");
      }
      if (cause instanceof StackOverflowError) {
        return new ScriptFailure(kind, prefix + "the script nests or recurses too deeply");
      }
    }
    ScriptPlace place = place(causes);
    String position = place == null ? "" : " (" + place + ")";
    return new ScriptFailure(kind, prefix + shortened(reason(causes)) + position).at(place);
  }

  private static ScriptFailure memory(String message) {
    boolean general = message.startsWith("Script memory overflow");
    return new ScriptFailure(Kind.MEMORY, general ? "Script memory overflow!" : message);
  }

  private List<Throwable> causes() {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = error;
        cause != null && causes.size() < MAX_CAUSES;
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  /** What the innermost cause says; the language's own description when that says nothing. */
  private static String reason(List<Throwable> causes) {
    for (int i = causes.size() - 1; i >= 0; i--) {
      Throwable cause = causes.get(i);
      String text = cause instanceof CompileException ? what(cause.getMessage()) : text(cause);
      if (text != null && !text.isBlank() && !text.equals("null")) {
        return text;
      }
    }
    return causes.get(causes.size() - 1).getClass().getSimpleName();
  }

  private static String text(Throwable cause) {
    if (cause instanceof NullPointerException
        && String.valueOf(cause.getMessage()).contains(JAVA)) {
      return "a value is null where the script needs one, such as a list to go through";
    }
    return cause instanceof ClassNotFoundException
        ? "class not found: " + cause.getMessage()
        : cause.getMessage();
  }

  private static String what(String message) {
    if (message == null) {
      return null;
    }
    Matcher matcher = WHAT.matcher(message);
    return matcher.find() ? matcher.group(1) : message;
  }

  private static String shortened(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
  }

  /** Null when it is not known. */
  private static ScriptPlace place(List<Throwable> causes) {
    for (Throwable cause : causes) {
      // The library finds the place only when it is asked for the message.
      if (cause instanceof CompileException at
          && at.getMessage() != null
          && at.getLineNumber() > 0
          && at.getColumn() > 0) {
        return new ScriptPlace(at.getLineNumber(), at.getColumn());
      }
    }
    return null;
  }
}
