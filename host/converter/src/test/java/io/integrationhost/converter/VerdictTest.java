package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.converter.ConverterException.Kind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class VerdictTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final Verdict verdict =
      new Verdict(
          new ConverterLimits.Errors(2, Duration.ofSeconds(60)), Direction.UPLINK, nanos::get);

  private void fail(Kind kind) {
    verdict.failed(new ScriptFailure(kind, "x"));
  }

  private void pass(long seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void theLastCountedErrorStartsTheBlock() {
    fail(Kind.TIMEOUT);
    pass(1_000);
    verdict.check();
    fail(Kind.MEMORY);
    pass(59);
    assertThatThrownBy(verdict::check).hasMessageContaining("maximum error count 2");
    pass(1);
    assertThatCode(verdict::check).doesNotThrowAnyException();
    fail(Kind.TIMEOUT);
    assertThatCode(verdict::check).doesNotThrowAnyException();
  }

  @Test
  void errorsOfTheScriptAndItsResultDoNotCount() {
    for (int i = 0; i < 10; i++) {
      fail(Kind.SCRIPT);
      fail(Kind.RESULT);
      fail(Kind.BLOCKED);
    }
    assertThatCode(verdict::check).doesNotThrowAnyException();
  }

  @Test
  void theUnstoppableStaysBlocked() {
    verdict.unstoppable();
    pass(1_000_000);
    assertThatThrownBy(verdict::check).hasMessageContaining("could not be stopped");
  }
}
