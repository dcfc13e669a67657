package io.integrationhost.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fenced blocks of a guide that are meant to be carried out, in their order. */
final class Guide {

  private static final Pattern BLOCK =
      Pattern.compile("^```(sh|java)(?: (\\S+))?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** Something that the reader does. */
  sealed interface Step {
    /** Types commands; in a window of their own when they do not end by themselves. */
    record Commands(String text, boolean ownWindow) implements Step {}

    /** Writes a file. */
    record SourceFile(String path, String text) implements Step {
      long lines() {
        return text.lines().filter(line -> !line.isBlank()).count();
      }
    }
  }

  private Guide() {}

  static List<Step> steps(Path markdown) throws IOException {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(markdown));
    while (block.find()) {
      steps.add(
          block.group(1).equals("java")
              ? new Step.SourceFile(block.group(2), block.group(3))
              : new Step.Commands(block.group(3), "window".equals(block.group(2))));
    }
    return steps;
  }
}
