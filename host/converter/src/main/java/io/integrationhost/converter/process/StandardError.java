package io.integrationhost.converter.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a process says beside its answers: some of it goes into the log, cut and cleaned. */
final class StandardError implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(StandardError.class);
  private static final int MOST_LINES = 20;
  private static final int LONGEST_LINE = 500;

  private final String name;
  private final InputStream stream;
  private int lines;

  StandardError(String name, InputStream stream) {
    this.name = name;
    this.stream = stream;
  }

  @Override
  public void run() {
    byte[] line = new byte[LONGEST_LINE];
    int length = 0;
    byte[] buffer = new byte[4 << 10];
    try (stream) {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            tell(line, length);
            length = 0;
          } else if (length < LONGEST_LINE) {
            line[length++] = buffer[i];
          }
        }
      }
      tell(line, length);
    } catch (IOException | RuntimeException | Error e) {
      log.debug("Standard error of the process for scripts of {} broke off", name, e);
    }
  }

  private void tell(byte[] line, int length) {
    if (length == 0 || lines > MOST_LINES) {
      return;
    }
    if (lines++ == MOST_LINES) {
      log.warn("The process for scripts of {} says more, which is not logged", name);
      return;
    }
    String text = new String(line, 0, length, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    log.warn("The process for scripts of {} says: {}", name, text);
  }
}
