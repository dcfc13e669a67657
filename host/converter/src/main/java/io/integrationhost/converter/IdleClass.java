package io.integrationhost.converter;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linux's idle class ({@code SCHED_IDLE} in sched(7)): a thread in it makes way at once for any
 * other that wakes, which one with a low priority does not. Without rights it stays in it for good,
 * and so do the threads that it starts.
 *
 * @param tool that changes the class of a thread: {@code chrt}
 */
record IdleClass(Path tool) {
  private static final Logger log = LoggerFactory.getLogger(IdleClass.class);
  private static final Path OWN_THREAD = Path.of("/proc/thread-self");
  private static final Path THREADS = Path.of("/proc/self/task");

  /** How the names of the threads of Java's compilers begin, as far as the system keeps them. */
  private static final Pattern COMPILER = Pattern.compile("C[12] CompilerThre");

  /** Absent where the system has nothing of the kind. */
  static Optional<IdleClass> ofSystem() {
    return Stream.of("/usr/bin/chrt", "/bin/chrt")
        .map(Path::of)
        .filter(path -> Files.isExecutable(path) && Files.isSymbolicLink(OWN_THREAD))
        .findFirst()
        .map(IdleClass::new);
  }

  /** The system's number of the calling thread; absent where the system does not tell. */
  static OptionalLong ownThread() {
    try {
      String number = Files.readSymbolicLink(OWN_THREAD).getFileName().toString();
      return OptionalLong.of(Long.parseLong(number));
    } catch (IOException | RuntimeException e) {
      log.debug("The number of a thread is not known", e);
      return OptionalLong.empty();
    }
  }

  /**
   * Has the compilers of this process enter it: a long run keeps them busy. A thread that they
   * start later is in it as well.
   */
  void enterCompilers() {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path each : threads) {
        if (COMPILER.matcher(name(each)).lookingAt()) {
          enter(Long.parseLong(each.getFileName().toString()));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("The compilers' threads are not known", e);
    }
  }

  private static String name(Path thread) {
    try {
      return Files.readString(thread.resolve("comm"));
    } catch (IOException e) {
      // It has ended meanwhile.
      return "";
    }
  }

  /**
   * Has a thread enter it soon; does not wait.
   *
   * @param thread its number
   */
  void enter(long thread) {
    try {
      new ProcessBuilder(tool.toString(), "-i", "-p", "0", Long.toString(thread))
          .redirectErrorStream(true)
          .redirectOutput(Redirect.DISCARD)
          .start()
          .getOutputStream()
          .close();
    } catch (IOException e) {
      // Such as no more processes: it keeps its share.
      log.debug("Thread {} does not enter the idle class", thread, e);
    }
  }
}
