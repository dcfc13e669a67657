package io.integrationhost.runtime.lane;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at threads and waits for them. */
final class Threads {

  private static final int FRAMES = 5;

  private Threads() {}

  /** Where a thread stands, as one line: its innermost frame and who called it, without the JDK. */
  static String position(Thread thread) {
    StackTraceElement[] frames = thread.getStackTrace();
    if (frames.length == 0) {
      return "at no frame: it has ended";
    }
    Stream<StackTraceElement> callers =
        Arrays.stream(frames).skip(1).filter(frame -> !isOfJdk(frame)).limit(FRAMES);
    return Stream.concat(Stream.of(frames[0]), callers)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining(" < ", "at ", ""));
  }

  private static boolean isOfJdk(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
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
