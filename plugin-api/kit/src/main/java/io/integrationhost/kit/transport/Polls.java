package io.integrationhost.kit.transport;

import io.integrationhost.kit.Ask;
import io.integrationhost.kit.Backoff;
import io.integrationhost.plugin.Counter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The questions that one connection asks again and again. A queue that times out three times in a
 * row is asked less and less often, with one question at a time, until it answers; the others keep
 * their periods. Belongs to the loop.
 */
final class Polls<F> {

  private static final int PATIENCE = 3;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration MOST_WAIT = Duration.ofMinutes(5);

  /** What is known of a queue. */
  private static final class Queue {
    private final Backoff backoff = new Backoff(FIRST_WAIT, MOST_WAIT);
    private int timeOuts;
    private long silentUntil;
    private boolean probing;

    private boolean isSilent() {
      return timeOuts >= PATIENCE;
    }
  }

  private final class Poll {
    private final Duration period;
    private final String name;
    private final Queue queue;
    private final Supplier<Ask<F>> ask;
    private final Consumer<F> heard;
    private boolean isAsked;

    private Poll(
        Duration period, String name, Queue queue, Supplier<Ask<F>> ask, Consumer<F> heard) {
      this.period = period;
      this.name = name;
      this.queue = queue;
      this.ask = ask;
      this.heard = heard;
    }

    private void plan(Duration wait) {
      var unused =
          party
              .channel()
              .eventLoop()
              .schedule(() -> party.guarded(this::isDue), wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void isDue() {
      if (party.isGone()) {
        return;
      }
      plan(period);
      if (party.all().isPaused() || party.isStalled()) {
        return;
      }
      boolean waits = queue.isSilent() && (queue.probing || party.now() < queue.silentUntil);
      if (isAsked || waits) {
        skipped.increment();
        return;
      }
      isAsked = true;
      queue.probing = queue.isSilent();
      party.questions().ask(ask.get().queue(name)).whenComplete(this::answered);
    }

    private void answered(F answer, Throwable failure) {
      isAsked = false;
      queue.probing = false;
      if (failure == null) {
        queue.timeOuts = 0;
        queue.backoff.reset();
        party.service().answers(place(name));
        heard.accept(answer);
      } else if (failure.getCause() instanceof TimeoutException) {
        queue.timeOuts++;
        if (queue.isSilent()) {
          queue.silentUntil = party.now() + queue.backoff.next().toNanos();
          party.service().isSilent(place(name), failure.getMessage());
        }
      }
    }
  }

  private final Party<F> party;
  private final Counter skipped;
  private final Map<String, Queue> queues = new HashMap<>();

  Polls(Party<F> party) {
    this.party = party;
    this.skipped =
        party
            .service()
            .context()
            .counter("polls_skipped", "Questions left out since the one before had no answer");
  }

  /** Begins somewhere in the first period, so that not all are asked at once. */
  void every(Duration period, String name, Supplier<Ask<F>> ask, Consumer<F> heard) {
    Queue queue = queues.computeIfAbsent(name, none -> new Queue());
    var poll = new Poll(period, name, queue, ask, heard);
    poll.plan(Duration.ofNanos(ThreadLocalRandom.current().nextLong(period.toNanos() + 1)));
  }

  private String place(String name) {
    return name.isEmpty() ? party.label() : name + " of " + party.label();
  }

  /** Nobody is asked any more. */
  void close() {
    queues.keySet().forEach(name -> party.service().answers(place(name)));
  }
}
