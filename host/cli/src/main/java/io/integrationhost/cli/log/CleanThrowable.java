package io.integrationhost.cli.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.integrationhost.ground.CleanText;
import java.util.regex.Pattern;

/**
 * The stack trace behind a line of the log: its messages come from outside too, and an overflow of
 * the stack has a thousand frames.
 */
final class CleanThrowable extends ThrowableProxyConverter {

  private static final Pattern LINES = Pattern.compile("\\R");
  private static final int MOST_FRAMES = 50;
  private static final int MOST_LINES = 300;
  private static final int MOST_OF_A_LINE = 1_000;

  @Override
  protected String throwableProxyToString(IThrowableProxy thrown) {
    StringBuilder out = new StringBuilder();
    int frames = 0;
    int lines = 0;
    int leftOut = 0;
    for (String raw : LINES.splitAsStream(super.throwableProxyToString(thrown)).toList()) {
      String line = raw.strip();
      frames = line.startsWith("at ") ? frames + 1 : 0;
      if (frames > MOST_FRAMES || lines >= MOST_LINES) {
        leftOut++;
        continue;
      }
      leftOut = tell(out, leftOut);
      // What does not begin as a line of the log does cannot be taken for one.
      out.append(lines++ == 0 ? "" : "\t")
          .append(CleanText.of(line, MOST_OF_A_LINE))
          .append(System.lineSeparator());
    }
    tell(out, leftOut);
    return out.toString();
  }

  private static int tell(StringBuilder out, int leftOut) {
    if (leftOut > 0) {
      out.append("\t... ").append(leftOut).append(" lines left out");
      out.append(System.lineSeparator());
    }
    return 0;
  }
}
