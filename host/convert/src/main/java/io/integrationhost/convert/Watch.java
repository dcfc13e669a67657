package io.integrationhost.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Does something once, and again whenever a file has changed. */
public final class Watch {
  private final Supplier<Collection<Path>> files;
  private final Runnable action;
  private final Pause pause;

  /**
   * A watch.
   *
   * @param files to look at; asked before each look, as a folder may get new ones
   * @param action on the caller's thread
   */
  public Watch(Supplier<Collection<Path>> files, Runnable action, Pause pause) {
    this.files = files;
    this.action = action;
    this.pause = pause;
  }

  /** The time between two looks. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Waits.
     *
     * @return false when it is time to end
     */
    boolean await() throws InterruptedException;
  }

  /** Returns when the pause says so. */
  public void run() throws InterruptedException {
    Map<Path, Integer> held = look();
    action.run();
    while (pause.await()) {
      Map<Path, Integer> now = look();
      if (!now.equals(held)) {
        held = now;
        action.run();
      }
    }
  }

  /** What is in the files is compared, not their times: a time may be too coarse. */
  private Map<Path, Integer> look() {
    Map<Path, Integer> now = new TreeMap<>();
    files.get().forEach(file -> now.put(file, look(file)));
    return now;
  }

  /** A file that is missing for a moment is one that an editor replaces. */
  private static int look(Path file) {
    try {
      return Arrays.hashCode(Files.readAllBytes(file));
    } catch (IOException e) {
      return 0;
    }
  }
}
