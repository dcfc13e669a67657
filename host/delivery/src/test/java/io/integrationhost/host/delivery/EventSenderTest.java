package io.integrationhost.host.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventSenderTest {

  private static final int TELEMETRY = 50;
  private static final int STATISTICS = 51;

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final ScriptedLink link = new ScriptedLink(2);
  private final AtomicInteger reports = new AtomicInteger();
  private final AtomicInteger arrived = new AtomicInteger();
  private final EventSender sender = sender(Duration.ofMillis(20));

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void sendsOneMessageAtATimeWithWhatMattersMostFirst() {
    link.cut();
    sender.sendDebug(event(10));
    sender.sendDebug(event(11));
    sender.statisticsDue();
    sender.send(event(1));
    sender.send(event(2));
    connect();
    link.awaitSentCount(1);
    assertThat(link.sent()).containsExactly(List.of(TELEMETRY, 1, 2, STATISTICS, 10, 11));
    sender.send(event(3));
    settle();
    assertThat(link.sent()).as("one message at a time").hasSize(1);
    link.accept();
    link.awaitSentCount(2);
    assertThat(link.sent().get(1)).containsExactly(3);
    link.accept();
    await().until(sender::isIdle);
  }

  @Test
  void aFloodOfDebugEventsPushesOutOnlyOlderDebugEvents() {
    link.cut();
    sender.send(event(1));
    sender.statisticsDue();
    for (int i = 0; i < 5_000; i++) {
      sender.sendDebug(event(10));
    }
    assertThat(sender.takeDebugDropped()).isEqualTo(4_000);
    assertThat(sender.takeDebugDropped()).isZero();
    connect();
    link.awaitSentCount(1);
    assertThat(link.sent().get(0)).hasSize(102).startsWith(TELEMETRY, 1, STATISTICS);
  }

  @Test
  void whatIsSentIsBoundedInBytes() {
    link.cut();
    for (int i = 0; i < 10; i++) {
      byte[] large = new byte[60 * 1024];
      large[0] = (byte) i;
      sender.sendDebug(large);
    }
    connect();
    link.awaitSentCount(1);
    assertThat(link.sent().get(0)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void whatWasNotAnsweredIsSentAgainInOrder() {
    sender.send(event(1));
    link.awaitSentCount(1);
    sender.send(event(2));
    sender.sendDebug(event(10));
    settle();
    link.cut();
    sender.statisticsDue();
    connect();
    link.awaitSentCount(2);
    assertThat(link.sent().get(1)).containsExactly(TELEMETRY, 1, 2, STATISTICS, 10);
    link.cut();
    await().until(() -> !sender.isIdle());
    connect();
    link.awaitSentCount(3);
    assertThat(link.sent().get(2)).isEqualTo(link.sent().get(1));
    assertThat(arrived).hasValue(0);
    link.accept();
    await().until(sender::isIdle);
    assertThat(arrived).hasValue(1);
  }

  @Test
  void statisticsThatWaitAreOneReport() {
    link.cut();
    for (int i = 0; i < 5; i++) {
      sender.statisticsDue();
    }
    settle();
    assertThat(reports).as("made when they can be sent").hasValue(0);
    connect();
    link.awaitSentCount(1);
    link.accept();
    await().until(sender::isIdle);
    assertThat(reports).hasValue(1);
    assertThat(link.sent()).hasSize(1);
  }

  @Test
  void afterARefusalOnlyWhatMattersIsTriedAgain() {
    link.cut();
    sender.send(event(1));
    sender.statisticsDue();
    sender.sendDebug(event(10));
    connect();
    link.awaitSentCount(1);
    link.refuse("Integration debug rate limits reached!");
    link.awaitSentCount(2);
    assertThat(link.sent().get(1))
        .as("without the telemetry, which ThingsBoard stored")
        .containsExactly(1, STATISTICS);
    assertThat(arrived).hasValue(1);
    assertThat(sender.takeDebugDropped()).isEqualTo(1);
    for (int i = 2; i < 5; i++) {
      link.refuse("Integration debug rate limits reached!");
      link.awaitSentCount(i + 1);
    }
    link.refuse("Integration debug rate limits reached!");
    await().until(sender::isIdle);
    assertThat(link.sent()).hasSize(5);
  }

  @Test
  void restsAfterARefusal() {
    EventSender patient = sender(Duration.ofHours(1));
    patient.send(event(1));
    link.awaitSentCount(1);
    link.refuse("Integration debug rate limits reached!");
    patient.send(event(2));
    settle();
    assertThat(link.sent()).hasSize(1);
  }

  private EventSender sender(Duration rest) {
    return new EventSender(
        "Sensors",
        link,
        () -> {
          reports.incrementAndGet();
          return Optional.of(
              new StatisticsReport(event(STATISTICS), event(TELEMETRY), arrived::incrementAndGet));
        },
        executor,
        rest);
  }

  private void connect() {
    link.connect();
    sender.wake();
  }

  /** Waits until what was asked before is done. */
  private void settle() {
    try {
      executor.submit(() -> {}).get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] event(int mark) {
    return new byte[] {(byte) mark};
  }
}
