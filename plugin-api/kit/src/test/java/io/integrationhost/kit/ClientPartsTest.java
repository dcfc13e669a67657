package io.integrationhost.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** Parts for clients that are built on a library. */
class ClientPartsTest {

  /** A host that answers when the test says so. */
  private static final class Host implements Uplinks {
    private final List<Uplink> seen = new ArrayList<>();
    private final List<CompletableFuture<Receipt>> receipts = new ArrayList<>();

    @Override
    public CompletionStage<Receipt> publish(Uplink uplink) {
      var receipt = new CompletableFuture<Receipt>();
      seen.add(uplink);
      receipts.add(receipt);
      return receipt;
    }

    void answer(int index) {
      receipts.get(index).complete(new Receipt.Stored());
    }
  }

  private static Uplink uplink(int number) {
    return new Uplink.Payload(
        new byte[] {(byte) number},
        ContentType.BINARY,
        Map.of(),
        new Source("test"),
        Optional.empty());
  }

  @Test
  void servesInTheOrderOfWaiting() {
    var host = new Host();
    var intake = new Intake(host, 2, 3);
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    assertThat(intake.room().toCompletableFuture()).isDone();
    for (int i = 0; i < 5; i++) {
      receipts.add(intake.publish(uplink(i)).toCompletableFuture());
    }
    CompletableFuture<Void> room = intake.room().toCompletableFuture();
    assertThat(host.seen).hasSize(2);
    assertThat(intake.waiting()).isEqualTo(3);
    assertThat(room).isNotDone();
    assertThat(failure(intake.publish(uplink(5)))).contains("3 uplinks wait for the host already");
    host.answer(1);
    assertThat(receipts.get(1)).isCompletedWithValue(new Receipt.Stored());
    host.answer(0);
    host.answer(2);
    assertThat(room).isDone();
    host.answer(3);
    host.answer(4);
    assertThat(host.seen)
        .map(each -> ((Uplink.Payload) each).bytes()[0])
        .containsExactly((byte) 0, (byte) 1, (byte) 2, (byte) 3, (byte) 4);
    assertThat(receipts).allMatch(CompletableFuture::isDone);
    assertThat(intake.room().toCompletableFuture()).isDone();
  }

  @Test
  void holdsBackWhilePausedAndEndsWhatWaits() {
    var host = new Host();
    var intake = new Intake(host, 5, 5);
    intake.pause(true);
    CompletableFuture<Receipt> held = intake.publish(uplink(1)).toCompletableFuture();
    assertThat(host.seen).isEmpty();
    intake.pause(false);
    assertThat(host.seen).hasSize(1);
    intake.pause(true);
    CompletionStage<Receipt> waiting = intake.publish(uplink(2));
    intake.close();
    assertThat(failure(waiting)).contains("stops");
    assertThat(intake.room().toCompletableFuture()).isDone();
    assertThat(failure(intake.publish(uplink(3)))).contains("stopping");
    host.answer(0);
    assertThat(held).isCompletedWithValue(new Receipt.Stored());
  }

  /** Neither a failing host nor one that answers at once takes a place for ever. */
  @Test
  void losesNoPlace() {
    var answer = new AtomicReference<Receipt>(null);
    Uplinks host =
        uplink -> {
          if (answer.get() == null) {
            throw new IllegalStateException("broken");
          }
          return CompletableFuture.completedFuture(answer.get());
        };
    var intake = new Intake(host, 1, 100_000);
    assertThat(failure(intake.publish(uplink(1)))).contains("broken");
    answer.set(new Receipt.Stored());
    intake.pause(true);
    List<CompletionStage<Receipt>> many = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      many.add(intake.publish(uplink(i)));
    }
    intake.pause(false);
    assertThat(many).allMatch(each -> each.toCompletableFuture().isDone());
    assertThat(intake.waiting()).isZero();
  }

  private static String failure(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().getNow(null);
      return "";
    } catch (CompletionException e) {
      return String.valueOf(e.getCause().getMessage());
    }
  }

  @Test
  void workersHaveNamesAndEnd() throws InterruptedException {
    var workers = new Workers("plugin-test-yard", 1);
    var name = new AtomicReference<String>();
    var interrupted = new CountDownLatch(1);
    workers.execute(
        () -> {
          throw new IllegalStateException("is logged");
        });
    workers.execute(
        () -> {
          name.set(Thread.currentThread().getName());
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });
    await().untilAtomic(name, Matchers.startsWith("plugin-test-yard-"));
    for (int i = 0; i < 1000; i++) {
      workers.execute(() -> name.set("must not run"));
    }
    assertThatThrownBy(() -> workers.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(workers.stop()).isEmpty();
    interrupted.await();
    assertThat(name.get()).startsWith("plugin-test-yard-");
    assertThatThrownBy(() -> workers.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void replacesAFileAtOnce(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("state");
    var state = new StateFile(file);
    assertThat(state.read()).isEmpty();
    state.write(Bytes.utf8("one"));
    state.write(Bytes.utf8("two"));
    assertThat(state.read().map(Bytes::utf8)).contains("two");
    assertThat(new StateFile(file).read().map(Bytes::utf8)).contains("two");
    assertThat(directory).isDirectoryContaining(file::equals);
    // What a crash left of the next one is never read.
    Files.writeString(directory.resolve("state.new"), "thr");
    assertThat(state.read().map(Bytes::utf8)).contains("two");
    state.write(Bytes.utf8("three"));
    assertThat(state.read().map(Bytes::utf8)).contains("three");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
    assertThatThrownBy(() -> state.write(new byte[(16 << 20) + 1])).hasMessageContaining("state");
  }

  @Test
  void logsOneLineOfAKind() {
    List<String> lines = new ArrayList<>();
    var now = new AtomicLong(Long.MAX_VALUE - 5);
    var log = new LimitedLog(logger(lines), "yard/tcp", now::get);
    for (int i = 0; i < 3; i++) {
      int number = i;
      log.warn("frame", () -> "bad " + number);
      log.warn("login", () -> "who " + number);
    }
    now.addAndGet(10_000_000_000L);
    log.warn("frame", () -> "bad again");
    assertThat(lines)
        .containsExactly(
            "yard/tcp: bad 0",
            "yard/tcp: who 0",
            "yard/tcp: bad again (and 2 more of this kind since the last one)");
    lines.clear();
    for (int i = 0; i < 1000; i++) {
      log.warn("kind " + i, () -> "many");
    }
    assertThat(lines).hasSizeLessThan(101);
  }

  /** What a device says must not look like a line of the host's own. */
  @Test
  void logsTextsOfDevicesInOneLine() {
    List<String> lines = new ArrayList<>();
    var log = new LimitedLog(logger(lines), "yard/tcp");
    log.warn("name", () -> "device 'a\r\n12:00 ERROR\u2028x\u0085y\u2029z\u001b[2J\u009b1A\t{}'");
    assertThat(lines).containsExactly("yard/tcp: device 'a  12:00 ERROR x y z [2J 1A {}'");
  }

  private static Logger logger(List<String> lines) {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              lines.add(
                  MessageFormatter.basicArrayFormat(
                      (String) arguments[0], (Object[]) arguments[1]));
              return null;
            });
  }
}
