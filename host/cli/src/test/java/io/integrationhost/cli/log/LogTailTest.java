package io.integrationhost.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import io.integrationhost.admin.api.LogPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LogTailTest {

  private final LoggerContext context = new LoggerContext();
  private LogTail tail;

  @BeforeEach
  void start() {
    LogGuard.before(context);
    tail = LogTail.of(context);
  }

  @Test
  void theLastLinesAreKeptCleanAndBounded() {
    for (int i = 0; i < 2_100; i++) {
      context.getLogger("x").info("line {}", i);
    }
    context.getLogger("x").error("bad\u001b[31m\nname", new IllegalStateException("why"));
    List<LogPort.Line> all = tail.tail(5_000);
    assertThat(all).hasSize(2_000);
    LogPort.Line last = all.get(1_999);
    assertThat(last.message()).isEqualTo("bad\\u001b[31m\\nname");
    assertThat(last.level()).isEqualTo(LogPort.Level.ERROR);
    assertThat(last.exception().orElseThrow()).startsWith("java.lang.IllegalStateException: why");
    assertThat(tail.tail(2).get(0).message()).isEqualTo("line 2099");
  }

  @Test
  void whoListensHearsOnUntilHeLeavesAlsoAfterAReset() {
    List<String> heard = new ArrayList<>();
    Runnable leave = tail.listen(line -> heard.add(line.message()));
    context.getLogger("x").info("one");
    context.reset();
    context.getLogger("x").info("two");
    leave.run();
    context.getLogger("x").info("three");
    assertThat(heard).containsExactly("one", "two");
  }

  @Test
  void levelsCanBeChangedAndSetBack() {
    assertThat(tail.level("a.b")).isEqualTo(LogPort.Level.DEBUG);
    assertThat(tail.ownLevel("a.b")).isEmpty();
    assertThat(tail.loggers()).as("asking makes no logger").containsOnly("ROOT");
    context.getLogger("a.b");
    tail.set("a", Optional.of(LogPort.Level.ERROR));
    assertThat(tail.level("a.b")).isEqualTo(LogPort.Level.ERROR);
    assertThat(tail.ownLevel("a.b")).isEmpty();
    tail.set("a", Optional.empty());
    assertThat(tail.level("a.b")).isEqualTo(LogPort.Level.DEBUG);
    assertThat(tail.loggers()).contains("ROOT", "a", "a.b");
  }
}
