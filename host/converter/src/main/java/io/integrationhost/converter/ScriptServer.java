package io.integrationhost.converter;

import io.integrationhost.converter.process.Answer;
import io.integrationhost.converter.process.Order;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The inside of a process for scripts: obeys orders, with the same workers, limits and languages as
 * in the threads of a host. For one thread; answers come from others.
 */
final class ScriptServer {
  private final Map<String, ScriptLanguage> languages;
  private final Dispatcher dispatcher;
  private final Map<Integer, Opened> realms = new HashMap<>();
  private final Consumer<Answer> answers;

  private record Opened(ScriptQueue queue, Told judge) {}

  /**
   * @param answers safe for any thread
   */
  ScriptServer(Order.Setup setup, Consumer<Answer> answers) {
    this.answers = answers;
    ConverterLimits defaults = ConverterLimits.defaults();
    ConverterLimits.Tbel tbel =
        new ConverterLimits.Tbel(
            true,
            sizes(setup.tbel()),
            defaults.tbel().cpuTime(),
            setup.tbelMemory(),
            defaults.tbel().errors());
    ConverterLimits limits =
        defaults
            .with(sizes(setup.javaScript()))
            .with(
                new ConverterLimits.Budget(
                    defaults.budget().cpuTime(),
                    defaults.budget().wallTime(),
                    Duration.ofMillis(setup.graceMillis()),
                    defaults.budget().memory()))
            .with(new ConverterLimits.Pool(setup.threads(), Integer.MAX_VALUE))
            .with(tbel);
    this.languages = Map.of("JS", new JavaScript(limits.sizes()), "TBEL", new Tbel(tbel));
    this.dispatcher = new Dispatcher(limits.pool().queue());
    new Workers(limits, dispatcher, 0).start();
    answers.accept(new Answer.Ready());
  }

  private static ConverterLimits.Sizes sizes(Order.Lengths lengths) {
    return new ConverterLimits.Sizes(lengths.script(), lengths.arguments(), lengths.result());
  }

  void obey(Order order) {
    if (order instanceof Order.Open open) {
      open(open);
    } else if (order instanceof Order.Call call) {
      call(call);
    } else if (order instanceof Order.Close close) {
      dispatcher.close(realms.remove(close.realm()).queue()).forEach(ScriptLanguage.Realm::discard);
    } else {
      throw new IllegalArgumentException("there is a setup already");
    }
  }

  private void open(Order.Open open) {
    ScriptLanguage language = languages.get(open.language());
    Direction direction = open.downlink() ? Direction.DOWNLINK : Direction.UPLINK;
    Told judge = new Told();
    ScriptQueue queue =
        new ScriptQueue(
            String.valueOf(open.realm()),
            direction,
            language,
            language.script(open.script(), direction),
            judge);
    dispatcher.open(queue);
    realms.put(open.realm(), new Opened(queue, judge));
  }

  /** The other side has at most one call under way in each realm. */
  private void call(Order.Call order) {
    Opened realm = realms.get(order.realm());
    Told judge = realm.judge();
    judge.begin(order.limits());
    ScriptArguments arguments = WireArguments.of(order.arguments());
    Call<Void> call = new Given(arguments);
    var unused =
        call.result()
            .whenComplete(
                (done, failure) -> answers.accept(judge.answer(order.id(), done, failure)));
    dispatcher.submit(realm.queue(), call);
  }

  /** A call whose arguments came and whose result goes as it is. */
  private static final class Given extends Call<Void> {
    private final ScriptArguments arguments;

    Given(ScriptArguments arguments) {
      super("");
      this.arguments = arguments;
    }

    @Override
    ScriptArguments arguments() {
      return arguments;
    }

    @Override
    Map<String, String> metadata() {
      return Map.of();
    }

    @Override
    List<Void> read(ScriptResult output) {
      return List.of();
    }
  }

  /** What the other side has decided about the call of one realm, and what this side found. */
  private static final class Told implements Judge {
    private volatile Order.Limits limits;
    private volatile ScriptFailure failure;
    private volatile long nanos;
    private volatile boolean lost;

    void begin(Order.Limits next) {
      limits = next;
      failure = null;
      nanos = -1;
    }

    @Override
    public void check(String source) {}

    @Override
    public Allowance allowance(ConverterLimits.Budget usual) {
      ConverterLimits.Budget budget =
          new ConverterLimits.Budget(
              Duration.ofNanos(limits.cpuNanos()),
              Duration.ofNanos(limits.wallNanos()),
              usual.grace(),
              limits.memory());
      return new Allowance(budget, limits.remark());
    }

    @Override
    public void succeeded(long cost) {
      nanos = cost;
    }

    @Override
    public void failed(ScriptFailure why, String source, long cost) {
      failure = why;
      nanos = cost;
    }

    @Override
    public void lost() {
      lost = true;
    }

    Answer answer(long id, Conversion<Void> done, Throwable thrown) {
      if (thrown == null) {
        return new Answer.Result(id, nanos, done.output(), done.console());
      }
      ScriptFailure why = failure;
      if (why == null) {
        ConverterException other =
            (ConverterException)
                (thrown instanceof CompletionException ? thrown.getCause() : thrown);
        why = new ScriptFailure(other.kind(), other.reason());
      }
      ConverterException shown = why.of("");
      ScriptPlace place = shown.place().orElse(null);
      return new Answer.Failure(
          id,
          nanos,
          why.kind().name(),
          why.getMessage(),
          place == null ? 0 : place.line(),
          place == null ? 0 : place.column(),
          shown.console(),
          lost);
    }
  }
}
