package io.integrationhost.kit.transport;

import io.integrationhost.kit.Ask;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.TransportException;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The questions of one connection: one is with the peer, the others wait in queues, whose turn it
 * is one after the other. Belongs to the loop.
 */
final class Asks<F> {

  /** Below the time after which the host gives a downlink up: then nobody would know of it. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  private static final int MOST_WAITING = 1_000;

  private final class Question {
    private final Ask<F> ask;
    private final CompletableFuture<F> answer = new CompletableFuture<>();
    private Future<?> timer;

    private Question(Ask<F> ask) {
      this.ask = ask;
    }

    private void fail(TransportException why) {
      timer.cancel(false);
      answer.completeExceptionally(why);
    }
  }

  private final Party<F> party;
  private final Deque<Question> first = new ArrayDeque<>();
  private final Map<String, Deque<Question>> queues = new LinkedHashMap<>();
  private Question withPeer;
  private int waiting;

  Asks(Party<F> party) {
    this.party = party;
  }

  /** Asks when it is its turn; completes on the loop. */
  CompletionStage<F> ask(Ask<F> ask) {
    if (!party.isOpen()) {
      return Refusal.notNow(party.label() + " is not connected any more");
    }
    if (waiting >= MOST_WAITING) {
      return Refusal.notNow(party.label() + " has " + waiting + " questions that wait already");
    }
    var question = new Question(ask);
    question.timer = in(LONGEST_WAIT, () -> waitsTooLong(question));
    waiting++;
    if (ask.isFirst()) {
      first.add(question);
    } else {
      queues.computeIfAbsent(ask.queue(), none -> new ArrayDeque<>()).add(question);
    }
    askNext();
    return question.answer;
  }

  private Future<?> in(Duration time, Runnable task) {
    return party
        .channel()
        .eventLoop()
        .schedule(() -> party.guarded(task), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void waitsTooLong(Question question) {
    boolean waited = first.remove(question);
    if (!waited) {
      Deque<Question> queue = queues.get(question.ask.queue());
      waited = queue != null && queue.remove(question);
    }
    if (waited) {
      waiting--;
      question.fail(
          Refusal.unavailable(party.label() + " has not answered what it was asked before this"));
    }
  }

  private void askNext() {
    while (withPeer == null && waiting > 0) {
      Question next = next();
      waiting--;
      next.timer.cancel(false);
      withPeer = next;
      next.timer = in(next.ask.within(), () -> timeIsUp(next));
      party
          .send(next.ask.bytes())
          .whenComplete(
              (sent, failure) -> {
                if (failure != null) {
                  notSent(next, failure);
                }
              });
    }
  }

  /** The next of those that go first, else of the queue that has waited for its turn longest. */
  private Question next() {
    if (!first.isEmpty()) {
      return first.remove();
    }
    Iterator<Map.Entry<String, Deque<Question>>> turns = queues.entrySet().iterator();
    Map.Entry<String, Deque<Question>> turn = turns.next();
    turns.remove();
    Question next = turn.getValue().remove();
    if (!turn.getValue().isEmpty()) {
      queues.put(turn.getKey(), turn.getValue());
    }
    return next;
  }

  private void notSent(Question question, Throwable failure) {
    if (withPeer == question) {
      withPeer = null;
      question.timer.cancel(false);
      question.answer.completeExceptionally(failure);
      // Not from within: each of those that wait may fail alike.
      var unused = party.execute(this::askNext);
    }
  }

  private void timeIsUp(Question question) {
    if (withPeer != question) {
      return;
    }
    withPeer = null;
    question.answer.completeExceptionally(
        outcomeUnknown(
            question,
            "has not answered within " + question.ask.within().toMillis() + " ms",
            new TimeoutException()));
    if (question.ask.isAnswer().isEmpty()) {
      party.close("an answer that comes late could be taken for that to another question");
    } else {
      askNext();
    }
  }

  private TransportException outcomeUnknown(Question question, String why, Throwable cause) {
    boolean again = question.ask.isRepeatable();
    return new TransportException(
        again ? TransportException.Kind.UNCONFIRMED : TransportException.Kind.REJECTED,
        party.label()
            + " "
            + why
            + (again ? "" : "; what it was asked was sent, its outcome is unknown"),
        cause);
  }

  /** Takes a frame that is the answer. */
  boolean take(F frame) {
    Question question = withPeer;
    if (question == null || !question.ask.isAnswer().map(test -> test.test(frame)).orElse(true)) {
      return false;
    }
    withPeer = null;
    question.timer.cancel(false);
    question.answer.complete(frame);
    askNext();
    return true;
  }

  /** Nobody answers any more. */
  void close() {
    Question last = withPeer;
    withPeer = null;
    if (last != null) {
      last.fail(outcomeUnknown(last, "was closed before it answered", null));
    }
    while (waiting > 0) {
      waiting--;
      next().fail(Refusal.unavailable(party.label() + " is not connected any more"));
    }
  }
}
