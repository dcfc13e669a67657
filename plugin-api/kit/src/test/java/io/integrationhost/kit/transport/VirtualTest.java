package io.integrationhost.kit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.kit.Ask;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kit on virtual sockets, where time passes as the test says. */
class VirtualTest {

  private final Kit kit = new Kit("virtual");
  private final VirtualHost host = new VirtualHost("{port: 1, frameTimeoutSeconds: 60}");
  private final List<Session<String>> sessions = new ArrayList<>();
  private final List<String> frames = new ArrayList<>();
  private KitTransport transport;

  private void start(Function<Session<String>, Conversation<String>> conversation) {
    Keys keys = Keys.of(host);
    transport =
        kit.transport(host, keys)
            .tcp(
                ServerSettings.read(keys),
                Framing.text(100),
                session -> {
                  sessions.add(session);
                  return conversation.apply(session);
                })
            .build();
    CompletionStage<Void> started = transport.start();
    host.run();
    assertThat(started.toCompletableFuture()).isCompleted();
  }

  @AfterEach
  void stop() {
    CompletionStage<Void> stopped = transport.stop();
    host.forward(5_000);
    assertThat(stopped.toCompletableFuture()).isCompleted();
    assertThat(host.taken()).isZero();
    kit.close();
    host.close();
  }

  @Test
  void tellsOfAMessageThatWaitsAndEndsIt() {
    start(session -> frames::add);
    VirtualHost.Device device = host.connect(1).say("12\n3");
    assertThat(frames).containsExactly("12");
    host.forward(59_000);
    assertThat(device.isOpen()).isTrue();
    device.say("4\n");
    assertThat(frames).containsExactly("12", "34");
    device.say("5");
    host.forward(62_000);
    assertThat(device.isOpen()).isFalse();
    assertThat(host.told).contains("fault 1 TIMEOUT", "closed 1 ERROR");
  }

  @Test
  void aDownlinkIsNoAnswerThatAPeerWaitsFor() {
    start(
        session ->
            line -> {
              session.device("B");
              session.publish(session.payload(Bytes.utf8(line), ContentType.TEXT));
            });
    VirtualHost.Device device = host.connect(1).say("0\n");
    var unused =
        transport.downlink(new Downlink("B", ContentType.TEXT, Bytes.utf8("do"), Map.of()));
    host.run();
    assertThat(device.heard()).isEqualTo("do");
    host.hold();
    device.say("1\n".repeat(300));
    assertThat(host.count()).isEqualTo(1 + 256);
    CompletionStage<Void> stopping = transport.stop();
    host.forward(500);
    host.release();
    host.run();
    assertThat(host.count()).isEqualTo(1 + 300);
    host.forward(1_000);
    assertThat(stopping.toCompletableFuture()).isCompleted();
  }

  @Test
  void asksOneQuestionAtATime() {
    start(session -> frames::add);
    VirtualHost.Device device = host.connect(1);
    var first = sessions.get(0).ask(ask("a")).toCompletableFuture();
    var second = sessions.get(0).ask(ask("b").queue("q")).toCompletableFuture();
    var third = sessions.get(0).ask(ask("c").queue("q")).toCompletableFuture();
    var before = sessions.get(0).ask(ask("d").first()).toCompletableFuture();
    assertThat(device.heard()).isEqualTo("a?\n");
    device.say("stray\na!\n");
    assertThat(first).isCompletedWithValue("a!");
    assertThat(frames).containsExactly("stray");
    assertThat(device.heard()).isEqualTo("d?\n");
    device.say("d!\n");
    assertThat(before).isCompleted();
    assertThat(device.heard()).isEqualTo("b?\n");
    host.forward(5_100);
    assertThat(failure(second).kind()).isEqualTo(TransportException.Kind.REJECTED);
    assertThat(failure(second)).hasMessageContaining("outcome is unknown");
    assertThat(device.heard()).isEqualTo("c?\n");
    device.leaves();
    assertThat(failure(third).kind()).isEqualTo(TransportException.Kind.REJECTED);
    var late = sessions.get(0).ask(ask("e")).toCompletableFuture();
    assertThat(failure(late).kind()).isEqualTo(TransportException.Kind.UNAVAILABLE);
  }

  @Test
  void refusesAQuestionThatWaitsTooLongAndClosesWhenAnswersCouldBeMixedUp() {
    start(session -> frames::add);
    VirtualHost.Device device = host.connect(1);
    var first =
        sessions
            .get(0)
            .ask(Ask.<String>of(Bytes.utf8("a?\n")).within(Duration.ofSeconds(20)).repeatable())
            .toCompletableFuture();
    var second = sessions.get(0).ask(ask("b")).toCompletableFuture();
    host.forward(9_000);
    assertThat(failure(second).kind()).isEqualTo(TransportException.Kind.UNAVAILABLE);
    assertThat(device.isOpen()).isTrue();
    host.forward(12_000);
    assertThat(failure(first).kind()).isEqualTo(TransportException.Kind.UNCONFIRMED);
    assertThat(device.isOpen()).isFalse();
  }

  @Test
  void pollsADeadQueueLessOftenAndTheOthersAsBefore() {
    List<String> heard = new ArrayList<>();
    start(
        session ->
            new Conversation<>() {
              @Override
              public void opened() {
                session.every(Duration.ofSeconds(10), "dead", () -> ask("dead"), heard::add);
                session.every(Duration.ofSeconds(10), "live", () -> ask("live"), heard::add);
              }

              @Override
              public void frame(String frame) {
                frames.add(frame);
              }
            });
    VirtualHost.Device device = host.connect(1);
    int dead = 0;
    for (int i = 0; i < 1_000; i++) {
      host.forward(1_000);
      String asked = device.heard();
      dead += asked.contains("dead?") ? 1 : 0;
      if (asked.contains("live?")) {
        device.say("live!\n");
      }
    }
    assertThat(heard).containsOnly("live!").hasSizeBetween(98, 101);
    assertThat(dead).isBetween(5, 20);
    Health health = transport.health();
    assertThat(health.status()).isEqualTo(Health.Status.DEGRADED);
    assertThat(health.detail()).contains("dead of connection 1");
  }

  @Test
  void aDownlinkIsAQuestionWithAnOutcome() {
    start(
        session ->
            new Conversation<>() {
              @Override
              public void opened() {
                session.reaches(List.of("A", "B"));
              }

              @Override
              public void frame(String frame) {
                frames.add(frame);
              }

              @Override
              public CompletionStage<Void> downlink(Session<String> same, Downlink downlink) {
                return session.ask(ask("set")).thenAccept(frames::add);
              }
            });
    VirtualHost.Device device = host.connect(1);
    var sent =
        transport
            .downlink(new Downlink("B", ContentType.TEXT, new byte[0], Map.of()))
            .toCompletableFuture();
    assertThat(device.heard()).isEqualTo("set?\n");
    assertThat(sent).isNotDone();
    device.say("set!\n");
    assertThat(sent).isCompleted();
    assertThat(frames).containsExactly("set!");
    device.leaves();
    assertThat(host.told).contains("disconnected A", "disconnected B");
  }

  private static Ask<String> ask(String name) {
    return Ask.of(Bytes.utf8(name + "?\n"), answer -> answer.equals(name + "!"));
  }

  private static TransportException failure(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().getNow(null);
    } catch (CompletionException e) {
      return (TransportException) e.getCause();
    }
    throw new AssertionError("it did not fail");
  }
}
