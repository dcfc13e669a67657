package io.integrationhost.runtime.lane;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Looks at threads and waits for them. */
final class Threads {

  private static final int FRAMES = 6;

  private Threads() {}

  /** The innermost frames of a thread as one line. */
  static String position(Thread thread) {
    StackTraceElement[] frames = thread.getStackTrace();
    return frames.length == 0
        ? "not running"
        : Arrays.stream(frames)
            .limit(FRAMES)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < ", "at ", ""));
  }

  /** Waits for the end of a thread; false when it still runs. Keeps an interrupt of the caller. */
  static boolean join(Thread thread, Duration patience) {
    boolean self = thread == Thread.currentThread();
    try {
      if (!self && patience.toMillis() > 0) {
        thread.join(patience.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
