package io.integrationhost.plugins.tcp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Start, stop and what they leave behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifecycleTest {

  private final TcpPlugin plugin = new TcpPlugin();

  @AfterAll
  void close() {
    plugin.close();
  }

  @Test
  void reportsAPortInUse() throws IOException {
    try (var taken = new ServerSocket(0)) {
      TransportException failure = failureOfStart("{port: " + taken.getLocalPort() + "}");
      assertThat(failure.kind()).isEqualTo(TransportException.Kind.UNAVAILABLE);
      assertThat(failure)
          .hasMessage(
              "port %s is already in use on this machine; stop the other program or change 'port'"
                  + " in the integration's configuration",
              taken.getLocalPort());
    }
  }

  @Test
  void namesTheTransportOfTheSamePluginThatHasThePort() {
    Transport first = transport(FakeContext.of("{port: 0}"));
    join(first.start());
    String sameAddress = "{port: " + RunningPlugin.port(first) + ", bindAddress: localhost}";
    assertThat(failureOfStart(sameAddress))
        .hasMessage(
            "port %s is already in use by integration 'test', transport 'transport' of this host;"
                + " change 'port' in the configuration of one of them",
            RunningPlugin.port(first));
    join(first.stop());
  }

  @Test
  void reportsAnAddressOfAnotherMachine() {
    TransportException failure = failureOfStart("{port: 0, bindAddress: 192.0.2.7}");
    assertThat(failure.kind()).isEqualTo(TransportException.Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("bindAddress 192.0.2.7 is not an address of this");
  }

  @Test
  void leavesNoThreadBehind() throws IOException {
    var own = new TcpPlugin();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    var context = FakeContext.of("{port: 0, msgGenerationIntervalMs: 5}");
    Transport transport = own.create(context);
    join(transport.start());
    try (var device = new TestDevice(RunningPlugin.port(transport))) {
      device.ask("1\n", "OK\n");
    }
    context.uplinks().awaitCount(4);
    assertThat(newThreads(before)).isNotEmpty();
    join(transport.stop());
    own.close();
    assertThat(newThreads(before)).isEmpty();
  }

  @Test
  void isDownWhenTheListenerIsClosedFromOutside() {
    var own = new TcpPlugin();
    Transport transport = own.create(FakeContext.of("{port: 0, msgGenerationIntervalMs: 1000}"));
    join(transport.start());
    own.close();
    assertThat(transport.health().status()).isEqualTo(Health.Status.DOWN);
    assertThat(transport.health().detail()).contains("closed unexpectedly");
    join(transport.stop());
  }

  @Test
  void stopsTwiceAndBeforeTheStart() {
    Transport transport = transport(FakeContext.of("{port: 0}"));
    assertThat(transport.health().status()).isEqualTo(Health.Status.DOWN);
    join(transport.stop());
    join(transport.stop());
    assertThat(transport.start().toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void stopsDuringTheStart() {
    Transport transport = transport(FakeContext.of("{port: 0}"));
    CompletionStage<Void> started = transport.start();
    join(transport.stop());
    join(started);
    assertThat(transport.health()).isEqualTo(Health.down("stopped"));
  }

  @Test
  void stopsAfterAStartThatFailed() throws IOException {
    try (var taken = new ServerSocket(0)) {
      Transport transport = transport(FakeContext.of("{port: " + taken.getLocalPort() + "}"));
      assertThatThrownBy(() -> join(transport.start())).isInstanceOf(CompletionException.class);
      assertThat(transport.health().status()).isEqualTo(Health.Status.DOWN);
      join(transport.stop());
    }
  }

  @Test
  void answersWhatItTookBeforeItStops() throws IOException {
    var context = FakeContext.of("{port: 0}");
    var uplinks = context.uplinks();
    var later = new CompletableFuture<Receipt>();
    uplinks.answer(payload -> later);
    Transport transport = transport(context);
    join(transport.start());
    int port = RunningPlugin.port(transport);
    assertThat(transport.health().status()).isEqualTo(Health.Status.UP);
    assertThat(transport.health().detail()).contains("port " + port);
    try (var device = new TestDevice(port);
        var silent = new TestDevice(port)) {
      device.say("1\n");
      await().until(() -> uplinks.count() == 1);
      CompletionStage<Void> stopped = transport.stop();
      silent.expectEnd();
      later.complete(new Receipt.Stored());
      device.expect("OK\n");
      device.expectEnd();
      join(stopped);
    }
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxUnanswered: 4", "maxUnansweredPerConnection: 4"})
  void publishesEveryFrameThatItHasReadBeforeItStops(String limit) throws IOException {
    var context =
        FakeContext.of(
            "{clientConfiguration: {port: 0, handlerConfiguration: {handlerType: TEXT}}, "
                + limit
                + "}");
    var uplinks = context.uplinks();
    uplinks.hold();
    Transport transport = transport(context);
    join(transport.start());
    try (var device = new TestDevice(RunningPlugin.port(transport))) {
      device.say("1\n".repeat(100));
      uplinks.awaitCount(4);
      CompletionStage<Void> stopped = transport.stop();
      uplinks.release();
      device.expectEnd();
      join(stopped);
      assertThat(uplinks.count()).isEqualTo(100);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxUnanswered: 1", "maxUnansweredPerConnection: 1"})
  void tellsOfFramesForWhichTheHostHadNoRoom(String limit) throws IOException {
    var context =
        FakeContext.of(
            "{clientConfiguration: {port: 0, handlerConfiguration: {handlerType: TEXT}}, "
                + limit
                + "}");
    context.uplinks().hold();
    Transport transport = transport(context);
    join(transport.start());
    try (var log = new CapturedLog();
        var device = new TestDevice(RunningPlugin.port(transport))) {
      device.say("1\n2\n3\n");
      context.uplinks().awaitCount(1);
      join(transport.stop());
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("connection 1 from", "ended while the host did not take messages");
    }
  }

  @Test
  void stopsThoughAnAnswerNeverComes() throws IOException {
    var context = FakeContext.of("{port: 0}");
    var uplinks = context.uplinks();
    uplinks.answer(payload -> new CompletableFuture<>());
    Transport transport = transport(context);
    join(transport.start());
    try (var device = new TestDevice(RunningPlugin.port(transport))) {
      device.say("1\n2\n");
      await().until(() -> uplinks.count() == 2);
      join(transport.stop());
      device.expectEnd();
    }
  }

  private TransportException failureOfStart(String slice) {
    var failure =
        catchThrowableOfType(
            CompletionException.class, () -> join(transport(FakeContext.of(slice)).start()));
    return (TransportException) failure.getCause();
  }

  private Transport transport(FakeContext context) {
    return plugin.create(context);
  }

  private static void join(CompletionStage<Void> stage) {
    stage.toCompletableFuture().orTimeout(20, SECONDS).join();
  }

  /** The plugin's threads and Netty's own among those that were not there before. */
  private static List<String> newThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("plugin-tcp-") || name.startsWith("globalEventExecutor"))
        .toList();
  }
}
