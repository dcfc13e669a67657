package io.integrationhost.host.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.remote.UplinkAnswer;
import io.integrationhost.spool.MemorySpool;
import io.integrationhost.spool.ReadingLog;
import io.integrationhost.spool.StoredRecord;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** An Error at any seam of the delivery costs nothing but time. */
final class ErrorOnceTest {

  private final ThrowOnce error = new ThrowOnce();
  private final Rig rig = new Rig(4, 2);

  @Test
  void ofTheLink() {
    rig.server.beforeSend(error);
    assertThatAllArrive();
  }

  @Test
  void ofTheExecutor() {
    rig.time.beforeExecute(error);
    assertThatAllArrive();
  }

  @Test
  void ofTheSpool() {
    ReadingLog failing =
        (ReadingLog)
            Proxy.newProxyInstance(
                ReadingLog.class.getClassLoader(),
                new Class<?>[] {ReadingLog.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("read") || method.getName().equals("trimTo")) {
                    error.run();
                  }
                  return method.invoke(rig.spool, arguments);
                });
    rig.start(failing);
    for (int round = 0; round < 4; round++) {
      error.arm();
      appendAndWait(round);
    }
    assertAllArrived(4);
  }

  @Test
  void ofTheStoreOfSuspects() {
    rig.server.behave(
        (item, message) ->
            Rig.numbers(item).contains(2L) ? ModelServer.refuse("bad") : ModelServer.PASS);
    rig.beforeKeep = error;
    error.arm();
    rig.start();
    appendAndWait(0);
    rig.pass(Duration.ofSeconds(10));
    assertThat(error.hasThrown()).isTrue();
    assertThat(rig.kept).hasSize(1);
    assertThat(rig.spool.stats().records()).isZero();
  }

  @Test
  void ofTheStoreOfLetters() {
    rig.server.behave(
        (item, message) ->
            Rig.numbers(item).contains(2L) ? ModelServer.refuse("bad") : ModelServer.PASS);
    rig.beforeLetter = error;
    error.arm();
    rig.start();
    for (int round = 0; round < 400; round++) {
      appendAndWait(round);
    }
    assertThat(error.hasThrown()).isTrue();
    assertThat(rig.letters).hasSize(1);
    assertThat(rig.kept).isEmpty();
  }

  @Test
  void ofTheLinkOfEvents() {
    List<byte[]> sent = new ArrayList<>();
    UplinkSender link =
        new UplinkSender() {
          @Override
          public boolean isWritable() {
            return true;
          }

          @Override
          public CompletionStage<UplinkAnswer> send(List<byte[]> items) {
            error.run();
            sent.addAll(items);
            return CompletableFuture.completedFuture(new UplinkAnswer.Accepted());
          }
        };
    EventSender events =
        new EventSender("test", link, Optional::empty, rig.time, Duration.ofSeconds(1));
    error.arm();
    events.send(new byte[] {1});
    rig.pass(Duration.ofSeconds(1));
    events.send(new byte[] {2});
    rig.pass(Duration.ofSeconds(1));
    assertThat(sent).containsExactly(new byte[] {2});
    rig.time.beforeExecute(error);
    error.arm();
    events.send(new byte[] {3});
    events.send(new byte[] {4});
    rig.pass(Duration.ofSeconds(1));
    assertThat(sent).hasSize(3);
    assertThat(events.isIdle()).isTrue();
  }

  @Test
  void readingsThatTheSpoolDoesNotGiveAreCountedAndTold() {
    MemorySpool stored = new MemorySpool("test", 1 << 20, 100, 10);
    ReadingLog lossy =
        (ReadingLog)
            Proxy.newProxyInstance(
                ReadingLog.class.getClassLoader(),
                new Class<?>[] {ReadingLog.class},
                (proxy, method, arguments) -> {
                  Object result = method.invoke(stored, arguments);
                  return method.getName().equals("read") ? withoutThird((List<?>) result) : result;
                });
    rig.start(lossy);
    for (int i = 0; i < 6; i++) {
      stored.append(new byte[] {(byte) i});
    }
    assertThat(rig.counters.missing()).isZero();
    // Not so long that the server looks into these records.
    rig.pass(Duration.ofMillis(10));
    assertThat(rig.counters.missing()).isEqualTo(1);
  }

  private static List<?> withoutThird(List<?> records) {
    return records.stream().filter(entry -> ((StoredRecord) entry).position() != 3).toList();
  }

  private void assertThatAllArrive() {
    rig.start();
    for (int round = 0; round < 4; round++) {
      error.arm();
      appendAndWait(round);
    }
    assertThat(error.hasThrown()).isTrue();
    assertAllArrived(4);
  }

  private void appendAndWait(int round) {
    for (int i = 0; i < 5; i++) {
      try {
        rig.append(Rig.telemetry("d", "sensor", 5L * round + i));
      } catch (OutOfMemoryError e) {
        assertThat(e).hasMessageContaining("test");
      }
    }
    rig.pass(Duration.ofSeconds(3));
  }

  private void assertAllArrived(int rounds) {
    RefusalTest.assertAllTaken(rig, 5 * rounds);
    await().until(() -> rig.spool.stats().records() == 0);
  }
}
