package io.integrationhost.host.delivery;

import io.integrationhost.entity.EntityData;
import io.integrationhost.remote.FragmentContent;
import io.integrationhost.remote.FragmentReader;
import io.integrationhost.remote.LostAnswerException;
import io.integrationhost.remote.UplinkAnswer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * ThingsBoard as facts 2.4 describes it, in a test's own time: items are processed one after the
 * other up to the first that fails, messages in order, each answered once. A message that is on its
 * way when the session ends may be processed or not.
 */
final class ModelServer implements UplinkSender {

  /** What the server does with an item, or with a message before its first item. */
  interface Behaviour {
    Fate of(EntityData item, long message);
  }

  /** What becomes of an item. */
  sealed interface Fate {
    record Pass() implements Fate {}

    record Refuse(String text) implements Fate {}

    /** The session ends, and what was owed is lost. */
    record Cut() implements Fate {}
  }

  static final Fate PASS = new Fate.Pass();
  static final Fate CUT = new Fate.Cut();

  static Fate refuse(String text) {
    return new Fate.Refuse(text);
  }

  /** An item that was taken. */
  record Taken(EntityData item, Duration time) {}

  private record Owed(List<byte[]> items, CompletableFuture<UplinkAnswer> answer) {}

  private final ManualTime time;
  private final int window;
  private final Duration delay;
  private final FragmentReader reader = new FragmentReader();
  private final Deque<Owed> owed = new ArrayDeque<>();
  private final List<Taken> taken = new ArrayList<>();
  private Behaviour behaviour = (item, message) -> PASS;
  private Runnable onWritable = () -> {};
  private Runnable beforeSend = () -> {};
  private boolean connected = true;
  private long messages;
  private long session;

  ModelServer(ManualTime time, int window, Duration delay) {
    this.time = time;
    this.window = window;
    this.delay = delay;
  }

  void behave(Behaviour next) {
    behaviour = next;
  }

  void onWritable(Runnable task) {
    onWritable = task;
  }

  void beforeSend(Runnable task) {
    beforeSend = task;
  }

  List<Taken> taken() {
    return taken;
  }

  long messages() {
    return messages;
  }

  /** The session ends for reasons of its own. */
  void restart() {
    session++;
    connected = false;
    List<Owed> lost = List.copyOf(owed);
    owed.clear();
    lost.forEach(one -> one.answer().completeExceptionally(new LostAnswerException("cut")));
    var unused = time.schedule(this::connect, 1, TimeUnit.SECONDS);
  }

  private void connect() {
    connected = true;
    onWritable.run();
  }

  @Override
  public boolean isWritable() {
    return connected && owed.size() < window;
  }

  @Override
  public CompletionStage<UplinkAnswer> send(List<byte[]> items) {
    beforeSend.run();
    if (!isWritable()) {
      return CompletableFuture.failedFuture(new IllegalStateException("not sent"));
    }
    Owed one = new Owed(items, new CompletableFuture<>());
    owed.add(one);
    long now = session;
    var unused = time.schedule(() -> process(one, now), delay.toNanos(), TimeUnit.NANOSECONDS);
    return one.answer();
  }

  private void process(Owed one, long ofSession) {
    if (ofSession != session) {
      return;
    }
    long number = ++messages;
    for (byte[] record : one.items()) {
      EntityData item = ((FragmentContent.Entity) reader.read(record)).data();
      Fate fate = behaviour.of(item, number);
      if (fate instanceof Fate.Refuse refuse) {
        answer(one, new UplinkAnswer.Refused(refuse.text()));
        return;
      } else if (fate instanceof Fate.Cut) {
        restart();
        return;
      }
      taken.add(new Taken(item, time.elapsed()));
    }
    answer(one, new UplinkAnswer.Accepted());
  }

  private void answer(Owed one, UplinkAnswer answer) {
    owed.remove(one);
    one.answer().complete(answer);
    onWritable.run();
  }
}
