package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.Runner.Ran;
import io.integrationhost.converter.process.Order;
import io.integrationhost.converter.process.ProcessCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a call in another process comes to, by what that process answers. */
final class ProcessRunnerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ConverterLimits LIMITS = ConverterLimits.defaults();
  private static final int MOST_NICE = 19;
  private static final int NICENESS = 16;

  private final List<ProcessKeeper> keepers = new ArrayList<>();
  private final ProcessRunner runner = new ProcessRunner(Duration.ofMillis(200));
  private int charged;

  private final class Charging implements Judge {
    @Override
    public void check(String source) {}

    @Override
    public Allowance allowance(ConverterLimits.Budget usual) {
      return Allowance.of(usual);
    }

    @Override
    public void succeeded(long nanos) {}

    @Override
    public void failed(ScriptFailure failure, String source, long cost) {}

    @Override
    public void lost() {
      charged++;
    }
  }

  private ProcessKeeper keeper(Class<?> process) {
    Order.Lengths lengths = new Order.Lengths(1_000, 1_000, 1_000);
    ProcessKeeper keeper =
        new ProcessKeeper(
            "a test",
            new ProcessCommand(process.getName()),
            new Order.Setup(1, 200, lengths, lengths, 1_000),
            100_000,
            Duration.ZERO,
            () -> {});
    keepers.add(keeper);
    keeper.want();
    started(keeper);
    return keeper;
  }

  private static void started(ProcessKeeper keeper) {
    await().atMost(PATIENCE).until(() -> keeper.look(false, true) || keeper.pid().isPresent());
  }

  @AfterEach
  void end() {
    keepers.forEach(ProcessKeeper::close);
  }

  /** A call that begins in a process of one keeper; another one has those that follow. */
  private Ran run(ProcessKeeper first, ProcessKeeper next) {
    ProcessLanguage language = new ProcessLanguage("JS", new StubLanguage(() -> null), next);
    ProcessRealm realm = new ProcessRealm("JS", "", Direction.DOWNLINK, first.session());
    ScriptQueue queue =
        new ScriptQueue(
            "queue",
            Direction.DOWNLINK,
            language,
            language.script("", Direction.DOWNLINK),
            new Charging());
    return runner.run(
        new Run<>(queue, null, realm),
        DownlinkArguments.of(new DownlinkRequest("x", Map.of(), "", Map.of())),
        Allowance.of(LIMITS.budget()));
  }

  @Test
  void aCallForWhichAProcessHasNothingLeftIsMadeAgainInAFreshOne() {
    ProcessKeeper exhausted = keeper(StubProcess.Overloaded.class);
    ProcessSession former = exhausted.session();
    Ran ran = run(exhausted, keeper(StubProcess.Good.class));
    assertThat(ran.failure()).isNull();
    assertThat(((ResultText) ran.result()).text()).isEqualTo("good");
    assertThat(former.isUsable()).isFalse();
    await().atMost(PATIENCE).until(former::isOver);
    assertThat(charged).isZero();
  }

  @Test
  void butOnlyOnce() {
    ProcessKeeper next = keeper(StubProcess.Overloaded.class);
    Ran ran = run(keeper(StubProcess.Overloaded.class), next);
    assertThat(ran.failure().kind()).isEqualTo(Kind.OVERLOADED);
    assertThat(next.session().isUsable()).isTrue();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void afterACallThatCouldNotBeStoppedTheNextProcessLetsAllOthersGoFirst() throws Exception {
    ProcessKeeper keeper = keeper(StubProcess.Lost.class);
    ProcessSession former = keeper.session();
    int before = niceness(former);
    assertThat(run(keeper, keeper).failure().kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(charged).isEqualTo(1);
    await().atMost(PATIENCE).until(former::isOver);
    started(keeper);
    ProcessSession next = keeper.session();
    assertThat(next).isNotSameAs(former);
    assertThat(niceness(next)).isEqualTo(Math.min(MOST_NICE, before + 10));
  }

  private static int niceness(ProcessSession session) throws Exception {
    String stat = Files.readString(Path.of("/proc/" + session.pid() + "/stat"));
    // The 19th field, counted from the third, which follows the name in brackets.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Integer.parseInt(fields[NICENESS]);
  }

  @Test
  void timeInWhichTheMachineStoodStillIsNotTheScripts() {
    ProcessKeeper keeper = keeper(StubProcess.Silent.class);
    ProcessSession session = keeper.session();
    CompletableFuture<Ran> call = CompletableFuture.supplyAsync(() -> run(keeper, keeper));
    await().atMost(PATIENCE).until(session::isBusy);
    long now = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    session.look(now);
    session.look(now + Duration.ofMillis(100).toNanos());
    assertThat(session.isUsable()).isTrue();
    for (int i = 1; i <= 120 && session.isUsable(); i++) {
      session.look(now + Duration.ofSeconds(i).toNanos());
    }
    assertThat(session.isUsable()).isFalse();
    assertThat(call).succeedsWithin(PATIENCE);
    assertThat(charged).isEqualTo(1);
  }
}
