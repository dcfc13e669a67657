package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host that runs, wherever it does, and what it has said so far. */
interface RunningHost extends AutoCloseable {

  Duration PATIENCE = Duration.ofSeconds(90);

  /** The lines of its output so far. */
  List<String> lines();

  boolean isAlive();

  /**
   * Asks it to stop, as an operator or a service manager does, and waits; answers the exit code.
   */
  int terminate() throws InterruptedException;

  @Override
  void close();

  /** Waits for such a line. */
  default void awaitLine(Predicate<String> wanted) {
    await()
        .atMost(PATIENCE)
        .conditionEvaluationListener(
            condition -> {
              if (!isAlive() && lines().stream().noneMatch(wanted)) {
                throw new AssertionError("the program has ended:\n" + String.join("\n", lines()));
              }
            })
        .untilAsserted(
            () -> {
              if (lines().stream().noneMatch(wanted)) {
                throw new AssertionError("not printed yet:\n" + String.join("\n", lines()));
              }
            });
  }

  /** Waits for a line with all parts, the first so many lines apart. */
  default void awaitLineSince(int from, String... parts) {
    await()
        .atMost(PATIENCE)
        .failFast("the program has ended", () -> !isAlive())
        .untilAsserted(
            () ->
                assertThat(lines().stream().skip(from))
                    .as(String.join(" ... ", parts))
                    .anyMatch(line -> List.of(parts).stream().allMatch(line::contains)));
  }

  default void awaitLineWith(String part) {
    awaitLine(line -> line.contains(part));
  }

  /** Waits for a line in which this is found, and returns the number that is its first group. */
  default int awaitMatch(Pattern wanted) {
    AtomicInteger number = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(PATIENCE)
        .failFast("the program has ended", () -> !isAlive())
        .until(
            () -> {
              Optional<Matcher> found =
                  lines().stream().map(wanted::matcher).filter(Matcher::find).findFirst();
              found.ifPresent(match -> number.set(Integer.parseInt(match.group(1))));
              return found.isPresent();
            });
    return number.get();
  }
}
