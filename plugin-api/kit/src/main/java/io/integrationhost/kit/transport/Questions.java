package io.integrationhost.kit.transport;

import io.integrationhost.kit.Ask;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What one party is asked, once or again and again; most never are. Belongs to the loop. */
final class Questions<F> {

  private final Party<F> party;
  private Optional<Asks<F>> asks = Optional.empty();
  private Optional<Polls<F>> polls = Optional.empty();

  Questions(Party<F> party) {
    this.party = party;
  }

  CompletionStage<F> ask(Ask<F> ask) {
    if (asks.isEmpty()) {
      asks = Optional.of(new Asks<>(party));
    }
    return asks.get().ask(ask);
  }

  void every(Duration period, String queue, Supplier<Ask<F>> ask, Consumer<F> heard) {
    if (party.isGone()) {
      return;
    }
    if (polls.isEmpty()) {
      polls = Optional.of(new Polls<>(party));
    }
    polls.get().every(period, queue, ask, heard);
  }

  /** Whether a frame is the answer to a question. */
  boolean isAnswer(F frame) {
    return asks.isPresent() && asks.get().take(frame);
  }

  /** Nothing is asked any more. */
  void close() {
    asks.ifPresent(Asks::close);
    polls.ifPresent(Polls::close);
  }
}
