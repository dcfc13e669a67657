package io.integrationhost.kit.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the end of a plugin's threads leaves behind. */
class LoopsTest {

  private final Set<Thread> before = Thread.getAllStackTraces().keySet();

  private List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread) && thread.getName().startsWith(prefix))
        .map(Thread::getName)
        .toList();
  }

  private KitTransport started(
      Kit kit, FakeHost host, Function<Session<String>, Conversation<String>> talk) {
    Keys keys = Keys.of(host);
    KitTransport transport =
        kit.transport(host, keys).tcp(ServerSettings.read(keys), Framing.text(100), talk).build();
    transport.start().toCompletableFuture().orTimeout(20, SECONDS).join();
    return transport;
  }

  /**
   * It lingers for a second, so it would still be there when the loops are gone. What other tests
   * left may wake it as well, but not in every round.
   */
  @Test
  void wakesNoThreadThatLingers() {
    List<String> lingering = List.of("not looked yet");
    for (int round = 0; round < 5 && !lingering.isEmpty(); round++) {
      Set<Thread> others = Thread.getAllStackTraces().keySet();
      lingering =
          useOnce().stream().filter(each -> !others.contains(each)).map(Thread::getName).toList();
    }
    assertThat(lingering).isEmpty();
  }

  private List<Thread> useOnce() {
    Kit kit = new Kit("brief");
    try (FakeHost host = new FakeHost("{port: 0}")) {
      KitTransport transport = started(kit, host, Lines.Talk::new);
      try (TestDevice device = new TestDevice(transport.port())) {
        device.say("1\n").hears("OK\n");
      }
      assertThat(threads("plugin-brief-io")).isNotEmpty();
      transport.stop().toCompletableFuture().orTimeout(20, SECONDS).join();
      await().until(() -> threads("plugin-brief-").isEmpty());
      kit.close();
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().startsWith("globalEventExecutor"))
          .toList();
    }
  }

  @Test
  void closesTheSocketsOfALoopThatIsBusy() throws InterruptedException {
    Kit kit = new Kit("busy");
    var begun = new CountDownLatch(1);
    var goesOn = new CountDownLatch(1);
    Conversation<String> busy =
        line -> {
          begun.countDown();
          try {
            goesOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    try (FakeHost host = new FakeHost("{port: 0}")) {
      KitTransport transport = started(kit, host, session -> busy);
      try (TestDevice device = new TestDevice(transport.port())) {
        device.say("1\n");
        begun.await();
        var close = new Thread(kit::close);
        close.start();
        await().until(() -> close.getState() == Thread.State.TIMED_WAITING);
        goesOn.countDown();
        device.hearsTheEnd();
        close.join();
      }
      assertThat(threads("plugin-busy-")).isEmpty();
      transport.stop().toCompletableFuture().orTimeout(20, SECONDS).join();
    }
  }
}
