package io.integrationhost.bench;

/** Takes a device's answers apart. Not thread-safe. */
final class Answers {

  private boolean atStart = true;
  private boolean good;
  private int ok;
  private int other;

  /** Counts the lines that end in these bytes. */
  void take(byte[] bytes, int length) {
    ok = 0;
    other = 0;
    for (int i = 0; i < length; i++) {
      if (atStart) {
        good = bytes[i] == 'O';
      }
      atStart = bytes[i] == '\n';
      if (atStart) {
        ok += good ? 1 : 0;
        other += good ? 0 : 1;
      }
    }
  }

  /** Answers {@code OK} in the bytes taken last. */
  int ok() {
    return ok;
  }

  /** Answers that say anything else. */
  int other() {
    return other;
  }
}
