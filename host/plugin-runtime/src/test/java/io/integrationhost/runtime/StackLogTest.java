package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.runtime.PluginFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackLogTest {

  private final List<String> lines = new ArrayList<>();

  private static PluginFailure failure(Throwable thrown) {
    return new PluginFailure(Kind.DEFECT, "it failed", "tell", ThrowableText.of(thrown));
  }

  private static Throwable thrownHere(String message) {
    return new IllegalStateException(message);
  }

  @Test
  void theSamePlaceIsToldOnceAndEveryOtherOne() {
    StackLog log = new StackLog(Duration.ofHours(1), lines::add);
    for (int i = 0; i < 100; i++) {
      log.tell(failure(thrownHere("number " + i)));
    }
    log.tell(failure(new IllegalStateException("elsewhere")));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith("it failed; tell\njava.lang.IllegalStateException: number 0\n\tat ")
        .contains("StackLogTest.thrownHere");
  }

  @Test
  void afterThePeriodItIsToldAgainWithTheNumberOfThoseBetween() {
    StackLog never = new StackLog(Duration.ZERO, lines::add);
    never.tell(failure(thrownHere("one")));
    never.tell(failure(thrownHere("two")));
    assertThat(lines).hasSize(2);
  }

  @Test
  void aPluginThatThrowsAtEverNewPlacesFillsNoDisk() {
    StackLog log = new StackLog(Duration.ofHours(1), lines::add);
    for (int i = 0; i < 1_000; i++) {
      Throwable made = new IllegalStateException("made");
      made.setStackTrace(
          new StackTraceElement[] {new StackTraceElement("acme.Made" + i, "run", "Made.java", i)});
      log.tell(failure(made));
    }
    assertThat(lines).hasSize(20);
  }

  @Test
  void whatADeviceSentForgesNoLine() {
    ThrowableText text =
        ThrowableText.of(new IllegalStateException("a\nFORGED \u001b[31m\u2028\u202e\u0085b"));
    assertThat(text.message()).isEqualTo("a FORGED ?[31m???b");
    assertThat(text.stack().lines().findFirst())
        .hasValueSatisfying(line -> assertThat(line).endsWith("a FORGED ?[31m???b"));
  }

  @Test
  void endlessCausesEnd() {
    assertThat(ThrowableText.of(new Endless()).stack().length()).isLessThan(20_000);
  }

  /** Has another cause each time it is asked. */
  private static final class Endless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Endless() {
      super("again", null, false, false);
    }

    @Override
    public synchronized Throwable getCause() {
      return new Endless();
    }
  }
}
