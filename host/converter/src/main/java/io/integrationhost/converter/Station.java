package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.Dispatcher.Left;
import io.integrationhost.converter.ScriptLanguage.Realm;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One version of a converter, wherever its integration's scripts run now: it moves with them, and
 * takes its error budget and what waits along. Thread safe.
 */
final class Station implements Judge {
  private final IntegrationScripts home;
  private final String name;
  private final Direction direction;
  private final String language;
  private final String script;
  private final Verdict verdict;
  private volatile Post post;
  private boolean closed;

  private record Post(Crew crew, ScriptQueue queue) {}

  /**
   * @param language JS or TBEL
   * @param script its body
   */
  Station(
      IntegrationScripts home,
      String name,
      Direction direction,
      String language,
      String script,
      Verdict verdict) {
    this.home = home;
    this.name = name;
    this.direction = direction;
    this.language = language;
    this.script = script;
    this.verdict = verdict;
  }

  String name() {
    return name;
  }

  Direction direction() {
    return direction;
  }

  /** How many messages wait for a worker. */
  int waiting() {
    Post now = post;
    return now == null ? 0 : now.crew().dispatcher().waiting(now.queue());
  }

  /**
   * Has the script run there from now on; what waits moves along, what runs ends where it is.
   *
   * @throws ScriptFailure when the script is refused there
   */
  synchronized void moveTo(Crew crew) {
    if (closed) {
      return;
    }
    ScriptLanguage known = crew.languages().get(language);
    ScriptQueue queue =
        new ScriptQueue(name, direction, known, known.script(script, direction), this);
    crew.dispatcher().open(queue);
    crew.expect();
    Post former = post;
    post = new Post(crew, queue);
    if (former != null) {
      Left left = former.crew().dispatcher().evict(former.queue());
      left.calls().forEach(this::submit);
      left.realms().forEach(Realm::discard);
    }
  }

  /** Has a call made; a refusal is told by the stage, as every failure. */
  <T> CompletionStage<Conversion<T>> perform(Call<T> call) {
    call.countIn(home.counters().of(direction));
    try {
      check(call.source());
      submit(call);
    } catch (ScriptFailure refused) {
      call.fail(refused.of(name));
    } catch (OutOfMemoryError e) {
      call.fail(
          new ScriptFailure(Kind.OVERLOADED, "There is no memory for another message").of(name));
    }
    return call.result();
  }

  private void submit(Call<?> call) {
    Post chosen = post;
    while (true) {
      try {
        chosen.crew().dispatcher().submit(chosen.queue(), call);
        return;
      } catch (ScriptFailure refused) {
        Post now = post;
        if (refused.kind() != Kind.CLOSED || now.queue() == chosen.queue()) {
          call.fail(refused.of(name));
          return;
        }
        // It moved in between.
        chosen = now;
      }
    }
  }

  ErrorBudget budget() {
    ErrorBudget own = verdict.budget();
    Optional<String> block = home.refusal().map(ScriptFailure::getMessage);
    Optional<String> reason = block.isPresent() ? block : post.crew().trouble();
    return reason.isEmpty()
        ? own
        : new ErrorBudget(reason, own.blockedSources(), own.errors(), reason, own.refused());
  }

  @Override
  public void check(String source) {
    Optional<ScriptFailure> refusal = home.refusal();
    if (refusal.isPresent()) {
      verdict.refused();
      throw refusal.get();
    }
    verdict.check(source);
  }

  @Override
  public Allowance allowance(ConverterLimits.Budget usual) {
    return verdict.allowance(usual);
  }

  @Override
  public void succeeded(long nanos) {
    verdict.succeeded(nanos);
  }

  @Override
  public void failed(ScriptFailure failure, String source, long cost) {
    verdict.failed(failure, source, cost);
  }

  @Override
  public void lost() {
    if (home.isNobody()) {
      verdict.lost();
    } else {
      home.lost(this);
    }
  }

  @Override
  public void holdsThread(boolean held) {
    home.threadsLost(held ? 1 : -1);
  }

  /** Takes no more messages; those already given are still converted. */
  void close() {
    home.remove(this);
    synchronized (this) {
      closed = true;
      if (post != null) {
        post.crew().dispatcher().close(post.queue()).forEach(Realm::discard);
      }
    }
  }
}
