package io.integrationhost.host.guard;

import java.util.Optional;
import java.util.function.Supplier;

/** Knows how the process is, and can end it. Thread safe. */
public interface Guard {

  /** What is wrong with the process as a whole, for people; the same while it lasts. */
  Optional<String> problem();

  /**
   * Ends the process in good order as far as possible, with exit code 3. Returns at once.
   *
   * @param reason one sentence without a full stop
   */
  void end(String reason);

  /**
   * Also asks this from now on.
   *
   * @param name for the log
   * @param probe what is wrong, if anything; may mend it; an {@link OutOfMemoryError} that it
   *     throws counts as trouble
   */
  void watch(String name, Supplier<Optional<String>> probe);

  /** For a host that shares its process with others: it must not end them. */
  static Guard none() {
    return new Guard() {
      @Override
      public Optional<String> problem() {
        return Optional.empty();
      }

      @Override
      public void end(String reason) {}

      @Override
      public void watch(String name, Supplier<Optional<String>> probe) {}
    };
  }
}
