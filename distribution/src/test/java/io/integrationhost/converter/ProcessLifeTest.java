package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.ConverterLimits.Isolation;
import io.integrationhost.converter.process.ProcessCommand;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The start and the end of processes for scripts. */
final class ProcessLifeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final ConverterLimits LIMITS =
      ConverterLimits.defaults()
          .with(new ConverterLimits.Pool(2, 1_000))
          .with(
              new ConverterLimits.Budget(
                  Duration.ofMillis(300),
                  Duration.ofSeconds(20),
                  Duration.ofMillis(200),
                  64L << 30));

  /** Not to be interrupted, but it ends after some seconds, so that no busy thread stays behind. */
  private static final String STUCK =
      "if (payload.length == 1) return {deviceName: 'ok'};"
          + "Array.prototype.indexOf.call({length: 3e7}, 1); return {deviceName: 'done'};";

  private static ConverterEngine engine(Isolation.Mode mode, String mainClass) {
    return engine(mode, mainClass, LIMITS);
  }

  private static ConverterEngine engine(
      Isolation.Mode mode, String mainClass, ConverterLimits limits) {
    return new ConverterEngine(
        limits.with(new Isolation(mode, 4)),
        Clock.systemUTC(),
        System::nanoTime,
        8,
        new ProcessCommand(mainClass),
        IsolationListener.none());
  }

  private static ProcessHandle process(IntegrationScripts scripts) {
    await().atMost(PATIENCE).until(() -> ((ProcessCrew) scripts.crew).pid().isPresent());
    return ProcessHandle.of(((ProcessCrew) scripts.crew).pid().orElseThrow()).orElseThrow();
  }

  @Test
  void aLostThreadMovesTheIntegrationIntoAProcessAndNobodyElse() {
    ProcessHandle process;
    try (ConverterEngine engine = engine(Isolation.Mode.AUTO, ProcessCrew.MAIN_CLASS)) {
      IntegrationScripts bad = engine.integration("bad");
      IntegrationScripts good = engine.integration("good");
      UplinkConverter stuck = bad.uplink(Converters.definition("stuck", STUCK));
      UplinkConverter other = good.uplink(Converters.definition("other", STUCK));
      assertThat(Converters.name(stuck, "1")).isEqualTo("ok");
      assertThat(Converters.failure(stuck, "stuck").kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(engine.status()).isEqualTo(new EngineStatus(2, 0, 1, 0));
      // Another message is tried all the same, by the same version: in the process.
      assertThat(Converters.name(stuck, "1")).isEqualTo("ok");
      assertThat(bad.crew).isInstanceOf(ProcessCrew.class);
      assertThat(good.crew).isNotInstanceOf(ProcessCrew.class);
      assertThat(Converters.name(other, "1")).isEqualTo("ok");
      assertThat(stuck.budget().errors()).isEqualTo(1);
      process = process(bad);
      assertThat(process.isAlive()).isTrue();
    }
    assertThat(process.onExit()).succeedsWithin(PATIENCE);
  }

  @Test
  void aProcessThatIsKilledFromOutsideIsReplacedWithoutARefusal() {
    try (ConverterEngine engine = engine(Isolation.Mode.PROCESS, ProcessCrew.MAIN_CLASS)) {
      IntegrationScripts scripts = engine.integration("yard");
      UplinkConverter good =
          scripts.uplink(Converters.definition("good", "return {deviceName: 'G'};"));
      assertThat(Converters.name(good, "1")).isEqualTo("G");
      ProcessHandle former = process(scripts);
      former.destroyForcibly();
      assertThat(Converters.name(good, "1")).isEqualTo("G");
      assertThat(Converters.name(good, "1")).isEqualTo("G");
      assertThat(process(scripts).pid()).isNotEqualTo(former.pid());
      assertThat(good.budget().blocked()).isEmpty();
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @EnabledIfSystemProperty(
      named = "hostile",
      matches = ".+",
      disabledReason = "waits as long as a call may take on a busy machine")
  void aProcessThatDoesNotAnswerIsReplaced() throws Exception {
    ConverterLimits limits =
        LIMITS.with(
            new ConverterLimits.Budget(
                Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(200), 64L << 30));
    try (ConverterEngine engine = engine(Isolation.Mode.PROCESS, ProcessCrew.MAIN_CLASS, limits)) {
      IntegrationScripts scripts = engine.integration("yard");
      UplinkConverter good =
          scripts.uplink(Converters.definition("good", "return {deviceName: 'G'};"));
      assertThat(Converters.name(good, "1")).isEqualTo("G");
      ProcessHandle former = process(scripts);
      new ProcessBuilder("kill", "-STOP", String.valueOf(former.pid())).start().waitFor();
      assertThat(Converters.failure(good, "1").kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(Converters.name(good, "1")).isEqualTo("G");
      assertThat(former.onExit()).succeedsWithin(PATIENCE);
    }
  }

  @Test
  void aProcessThatCannotBeStartedIsToldAndMessagesMayPassLater() {
    try (ConverterEngine engine = engine(Isolation.Mode.PROCESS, "io.integrationhost.Nothing")) {
      UplinkConverter converter =
          engine.integration("yard").uplink(Converters.definition("good", "return [];"));
      ConverterException failure = Converters.failure(converter, "1");
      assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
      assertThat(failure.kind().mayPass()).isTrue();
      assertThat(failure.reason()).contains("cannot be started", "exit code 1");
      assertThat(converter.budget().blocked().orElseThrow())
          .contains("a process for the scripts of integration 'yard' cannot be started");
    }
  }
}
