package io.integrationhost.emulator;

/** Holds answers back. Thread-safe. */
final class Gate {
  private boolean open = true;
  private long permits;

  synchronized void hold() {
    open = false;
    permits = 0;
  }

  synchronized void open() {
    open = true;
  }

  synchronized void let(int answers) {
    permits += answers;
  }

  synchronized boolean tryPass() {
    if (open) {
      return true;
    }
    if (permits == 0) {
      return false;
    }
    permits--;
    return true;
  }
}
