package io.integrationhost.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.integrationhost.ground.RateLimitedLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogGuardTest {

  @TempDir private Path directory;

  private final LoggerContext context = new LoggerContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  /** As an operator may write it. */
  private Logger configure(String pattern) throws Exception {
    context.setMDCAdapter(new LogbackMDCAdapter());
    LogGuard.before(context);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        new ByteArrayInputStream(
            """
            <configuration>
              <appender name="file" class="ch.qos.logback.core.FileAppender">
                <file>%s</file>
                <encoder><pattern>%s</pattern></encoder>
              </appender>
              <appender name="later" class="ch.qos.logback.classic.AsyncAppender">
                <maxFlushTime>0</maxFlushTime>
                <discardingThreshold>0</discardingThreshold>
                <appender-ref ref="file"/>
              </appender>
              <root level="INFO"><appender-ref ref="later"/></root>
            </configuration>
            """
                .formatted(directory.resolve("log"), pattern)
                .getBytes(StandardCharsets.UTF_8)));
    LogGuard.after(context);
    return context.getLogger("test");
  }

  private List<String> lines() throws IOException {
    context.stop();
    return Files.readAllLines(directory.resolve("log"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%level %msg%n", "%-5p %m%n%ex", "%p %message%n%xEx{full}"})
  void noNameForgesALineWhateverThePatternIs(String pattern) throws Exception {
    Logger log = configure(pattern);
    log.warn("integration '{}' is here", "N\u001b[31m\nERROR FORGED\r\u202e");
    log.error(
        "failed",
        new IllegalStateException("bad \u001b[2J name\nERROR FORGED TOO", new Error("x")));
    List<String> lines = lines();
    assertThat(lines.get(0))
        .contains("integration 'N\\u001b[31m\\nERROR FORGED\\r\\u202e' is here");
    assertThat(lines.get(1)).contains("failed");
    assertThat(lines.get(2)).startsWith("java.lang.IllegalStateException: bad \\u001b[2J name");
    assertThat(lines.subList(3, lines.size()))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("\t"))
        .anyMatch(line -> line.startsWith("\tCaused by: java.lang.Error: x"));
  }

  @Test
  void aDeepStackIsCut() throws Exception {
    Logger log = configure("%level %msg%n");
    Error deep = new StackOverflowError("deep");
    StackTraceElement frame = new StackTraceElement("io.acme.Deep", "call", "Deep.java", 1);
    deep.setStackTrace(Collections.nCopies(1_024, frame).toArray(StackTraceElement[]::new));
    log.error("a task failed", deep);
    assertThat(lines()).hasSize(53).last().asString().isEqualTo("\t... 974 lines left out");
  }

  @Test
  void theTraceThatAMessageHoldsStaysReadable() throws Exception {
    Logger log = configure("%level %msg%n");
    log.warn("task failed\n{}", "java.lang.Error: x\n\tat acme.A.b(A.java:1)\nCaused by: y\nEND");
    assertThat(lines())
        .containsExactly(
            "WARN task failed",
            "\tjava.lang.Error: x",
            "\tat acme.A.b(A.java:1)",
            "\tCaused by: y\\nEND");
  }

  @Test
  void aLineThatRepeatsIsCounted() throws Exception {
    AtomicLong nanos = new AtomicLong();
    LoggerContext counted = context;
    RepeatedLines repeated = new RepeatedLines(nanos::get, new LogCounts());
    repeated.start();
    Logger log = configure("%level %msg%n");
    counted.resetTurboFilterList();
    counted.addTurboFilter(repeated);
    for (int push = 0; push < 1_000; push++) {
      log.info("integration '{}': configuration updated", "yard");
      log.debug("not looked at {}", push);
    }
    for (int each = 0; each < 300; each++) {
      log.info("integration '{}' is RUNNING", "i" + each);
    }
    for (int second = 0; second < 60; second++) {
      log.warn("An exceptionCaught() event was fired", new IOException("Too many open files"));
    }
    nanos.addAndGet(11_000_000_000L);
    log.info("integration '{}': configuration updated", "yard");
    List<String> lines = lines();
    assertThat(lines).filteredOn(line -> line.contains("updated")).hasSize(6);
    assertThat(lines).filteredOn(line -> line.contains("is RUNNING")).hasSize(300);
    assertThat(lines).filteredOn(line -> line.contains("exceptionCaught")).hasSize(2);
    assertThat(lines).contains("INFO 995 more lines like the next one were left out");
  }

  @Test
  void linesAreCountedWhateverTheConfigurationIs() throws Exception {
    Logger log = configure("%level %msg%n");
    AtomicLong nanos = new AtomicLong();
    RateLimitedLog limited = new RateLimitedLog(nanos::get, Duration.ofSeconds(1));
    for (int each = 0; each < 4; each++) {
      limited.warn(log, "kind", "device " + each + " is mad");
    }
    nanos.addAndGet(2_000_000_000L);
    limited.warn(log, "kind", "device 4 is mad");
    for (int each = 0; each < 8; each++) {
      log.error("the same");
    }
    log.info("not of interest");
    LogCounts counts = LogGuard.counts(context).orElseThrow();
    assertThat(counts.warnings()).isEqualTo(2);
    assertThat(counts.errors()).isEqualTo(5);
    assertThat(counts.suppressed()).isEqualTo(3 + 3);
  }
}
