package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.integrationhost.converter.ConverterException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Error budgets: 2 errors of a source, 5 of all, within 60 s. */
final class VerdictTest {

  private final AtomicLong nanos = new AtomicLong(-5);
  private final AtomicInteger asked = new AtomicInteger();
  private final Verdict verdict = verdict(2, 5);

  private Verdict verdict(int perSource, int total) {
    return new Verdict(
        new ConverterLimits.Errors(
            perSource, total, Duration.ofSeconds(20), Duration.ofSeconds(60)),
        Direction.UPLINK,
        () -> {
          asked.incrementAndGet();
          return nanos.get();
        });
  }

  private void fail(String source) {
    verdict.failed(new ScriptFailure(Kind.TIMEOUT, "Script timeout!"), source, 0);
  }

  private void pass(long seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private void goes(String source) {
    assertThatCode(() -> verdict.check(source)).doesNotThrowAnyException();
  }

  private String refused(String source) {
    ScriptFailure refusal = catchThrowableOfType(ScriptFailure.class, () -> verdict.check(source));
    assertThat(refusal).isNotNull();
    assertThat(refusal.kind()).isEqualTo(Kind.BLOCKED);
    return refusal.getMessage();
  }

  @Test
  void errorsThatTakeLongUseTheBudgetUpSooner() {
    ScriptFailure timeout = new ScriptFailure(Kind.TIMEOUT, "Script timeout!");
    verdict.failed(timeout, "a", Duration.ofSeconds(15).toNanos());
    pass(10);
    goes("b");
    verdict.failed(timeout, "b", Duration.ofSeconds(5).toNanos());
    assertThat(refused("c"))
        .contains("as failed calls used up 20 s of error time within the last 60 s")
        .contains("all sources of this converter, for another 50 s.");
    pass(50);
    goes("c");
    verdict.failed(timeout, "c", Duration.ofSeconds(30).toNanos());
    assertThat(refused("c")).contains("for another 60 s.");
    pass(60);
    goes("c");
  }

  /** The threads that collect what such a script leaves behind work as long again. */
  @Test
  void callsThatFillTheMemoryTakeTwiceTheirTime() {
    ScriptFailure memory = new ScriptFailure(Kind.MEMORY, "Script memory overflow!");
    verdict.failed(memory, "a", Duration.ofSeconds(9).toNanos());
    goes("b");
    verdict.failed(memory, "b", Duration.ofSeconds(1).toNanos());
    assertThat(refused("c")).contains("all sources of this converter, for another 60 s.");
  }

  /** A deep recursion is an error of the script, and costs as much as a loop. */
  @Test
  void longCallsOfFailingScriptsTakeTwiceTheirTimeAndASourceHasHalfOfIt() {
    failSlowly("bad", 4);
    goes("bad");
    failSlowly("bad", 1);
    assertThat(refused("bad"))
        .startsWith(
            "Script invocation is blocked as failed calls used up 10 s of error time within the last"
                + " 60 s, scriptId ")
        .contains("! This concerns the source 'bad' only, for another 60 s. The last error was:")
        .contains(" too deep. Correct the script or what this source sends;");
    goes("good");
    pass(30);
    failSlowly("good", 5);
    assertThat(refused("new"))
        .startsWith(
            "Script invocation is blocked as failed calls used up 20 s of error time within the last"
                + " 60 s, scriptId ")
        .contains("! This concerns all sources of this converter, for another 30 s.");
    pass(30);
    goes("new");
    assertThat(refused("good")).contains("for another 30 s.");
    assertThat(verdict.budget().errors()).isZero();
    assertThat(verdict.budget().lastError()).contains("too deep");
  }

  private void failSlowly(String source, int seconds) {
    for (int i = 0; i < 10 * seconds; i++) {
      verdict.failed(
          new ScriptFailure(Kind.SCRIPT, "too deep"), source, Duration.ofMillis(100).toNanos());
    }
  }

  /** Three of one source would take 15 s of 20, and four of four all of it. */
  @Test
  void callsHaveLessTimeAfterOthersWereStopped() {
    ConverterLimits.Budget usual = ConverterLimits.defaults().budget();
    assertThat(verdict.allowance(usual)).isEqualTo(Allowance.of(usual));
    assertThat(asked).hasValue(0);
    fail("bad");
    assertThat(verdict.allowance(usual).budget().cpuTime()).hasMillis(2_500);
    verdict.failed(new ScriptFailure(Kind.SIZE, "too long"), "bad", 0);
    assertThat(verdict.allowance(usual).budget().cpuTime()).hasMillis(2_500);
    verdict.succeeded(Duration.ofSeconds(1).toNanos());
    assertThat(verdict.allowance(usual).budget().cpuTime()).hasMillis(4_000);
    pass(60);
    assertThat(verdict.allowance(usual)).isEqualTo(Allowance.of(usual));
  }

  @Test
  void shortCallsOfFailingScriptsAreForgotten() {
    for (int i = 0; i < 10_000; i++) {
      verdict.failed(new ScriptFailure(Kind.SCRIPT, "x"), "device", Duration.ofMillis(9).toNanos());
    }
    goes("device");
    assertThat(asked).hasValue(0);
  }

  @Test
  void aBadSourceStopsOnlyItself() {
    fail("bad");
    goes("bad");
    fail("bad");
    assertThat(refused("bad"))
        .startsWith("Script invocation is blocked due to maximum error count 2, scriptId ")
        .contains("! This concerns the source 'bad' only, for another 60 s. The last error was:")
        .endsWith(
            " Script timeout! Correct the script or what this source sends; a changed converter"
                + " starts anew");
    goes("good");
  }

  @Test
  void theWindowSlides() {
    fail("bad");
    pass(50);
    fail("bad");
    assertThat(refused("bad")).contains("for another 10 s.");
    pass(9);
    refused("bad");
    pass(1);
    goes("bad");
    fail("bad");
    assertThat(refused("bad")).contains("for another 50 s.");
    pass(60);
    goes("bad");
    fail("bad");
    goes("bad");
  }

  @Test
  void errorsFarApartNeverBlock() {
    for (int i = 0; i < 50; i++) {
      fail("slow");
      pass(31);
      goes("slow");
      pass(30);
    }
  }

  @Test
  void manySourcesUseUpTheBudgetOfAll() {
    for (int i = 0; i < 5; i++) {
      goes("new");
      fail("source " + i);
      pass(1);
    }
    assertThat(refused("new"))
        .startsWith("Script invocation is blocked due to maximum error count 5, scriptId ")
        .contains("! This concerns all sources of this converter, for another 55 s.")
        .contains("Correct the script or what the devices send;");
    pass(55);
    goes("new");
  }

  @ParameterizedTest
  @EnumSource(names = {"SCRIPT", "RESULT", "CONFIGURATION", "BLOCKED", "OVERLOADED", "CLOSED"})
  void errorsOfTheScriptAndItsResultDoNotCount(Kind kind) {
    for (int i = 0; i < 10; i++) {
      verdict.failed(new ScriptFailure(kind, "x"), "device", 0);
    }
    goes("device");
    assertThat(verdict.budget().errors()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"TIMEOUT", "MEMORY", "SIZE", "INTERNAL"})
  void errorsOfLimitsAndOfTheEngineCount(Kind kind) {
    verdict.failed(new ScriptFailure(kind, "x"), "device", 0);
    verdict.failed(new ScriptFailure(kind, "x"), "device", 0);
    assertThat(refused("device")).contains("The last error was: x. Correct");
  }

  @Test
  void tellsHowItStands() {
    assertThat(verdict.budget())
        .isEqualTo(new ErrorBudget(Optional.empty(), 0, 0, Optional.empty(), 0));
    fail("a");
    fail("a");
    refused("a");
    refused("a");
    goes("b");
    assertThat(verdict.budget())
        .isEqualTo(new ErrorBudget(Optional.empty(), 1, 2, Optional.of("Script timeout!"), 2));
    fail("b");
    fail("b");
    fail("c");
    String text = refused("d");
    assertThat(verdict.budget().blocked()).contains(text);
    assertThat(verdict.budget().blockedSources()).isEqualTo(2);
    assertThat(verdict.budget().errors()).isEqualTo(5);
    pass(60);
    goes("a");
    assertThat(verdict.budget())
        .isEqualTo(new ErrorBudget(Optional.empty(), 0, 5, Optional.of("Script timeout!"), 3));
  }

  @Test
  void aNewVersionStartsAnew() {
    fail("a");
    fail("a");
    refused("a");
    assertThatCode(() -> verdict(2, 5).check("a")).doesNotThrowAnyException();
  }

  @Test
  void theClockIsNotAskedWhileNothingFails() {
    goes("a");
    assertThat(asked).hasValue(0);
    fail("a");
    goes("a");
    pass(60);
    goes("a");
    int before = asked.get();
    goes("a");
    assertThat(asked).hasValue(before);
  }

  @Test
  void oneSourceAmongThousandsWithErrorsIsStillHeld() {
    Verdict wide = verdict(2, 100_000);
    ScriptFailure timeout = new ScriptFailure(Kind.TIMEOUT, "Script timeout!");
    wide.failed(timeout, "early", 0);
    wide.failed(timeout, "early", 0);
    for (int i = 0; i < 5_000; i++) {
      wide.failed(timeout, "source " + i, 0);
    }
    wide.failed(timeout, "late", 0);
    wide.failed(timeout, "late", 0);
    assertThatThrownBy(() -> wide.check("late")).hasMessageContaining("'late' only");
    // Memory is bounded: the ones with the oldest errors are forgotten.
    assertThatCode(() -> wide.check("early")).doesNotThrowAnyException();
  }

  @Test
  void aCompileErrorIsForGoodAndToldAgainIsNoNewError() {
    verdict.failed(new ScriptFailure(Kind.COMPILE, "Can't compile script: x"), "a", 0);
    ScriptFailure again = catchThrowableOfType(ScriptFailure.class, () -> verdict.check("b"));
    assertThat(again.kind()).isEqualTo(Kind.COMPILE);
    assertThat(again).hasMessage("Can't compile uplink converter script: Can't compile script: x");
    verdict.failed(again, "b", 0);
    pass(1_000_000);
    assertThatThrownBy(() -> verdict.check("b")).isSameAs(again);
    assertThat(verdict.budget())
        .isEqualTo(
            new ErrorBudget(
                Optional.of(again.getMessage()), 0, 1, Optional.of("Can't compile script: x"), 2));
  }

  @Test
  void theUnstoppableStaysBlocked() {
    verdict.failed(new ScriptFailure(Kind.TIMEOUT, "Script timeout!"), "a", 1);
    verdict.lost();
    pass(1_000_000);
    assertThat(refused("a")).contains("could not be stopped");
    assertThat(verdict.budget().blocked()).isPresent();
    assertThat(verdict.budget().errors()).isEqualTo(1);
  }

  @Test
  void namesOfSourcesAreShownWithoutTricks() {
    String name = "line\nbreak" + "x".repeat(1_000);
    fail(name);
    fail(name);
    assertThat(refused(name)).contains("'line?breakxxx").hasSizeLessThan(700);
  }
}
