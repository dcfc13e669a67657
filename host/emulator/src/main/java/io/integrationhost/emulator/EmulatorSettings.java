package io.integrationhost.emulator;

import io.integrationhost.emulator.event.EventClasses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How an emulator listens and what it keeps. Made with {@link #builder}.
 *
 * @param address to listen on; the default is the loopback address
 * @param port 0, the default, takes any free port
 * @param permitKeepAliveTime clients that ping more often are thrown out; default 5 minutes (facts
 *     2.1)
 * @param tls without it the emulator speaks plain text
 * @param integrations known from the start
 * @param answers the policy of integrations that get no other; default {@link
 *     AnswerPolicy#standard}
 * @param keptItems so many of the newest items stay for {@link Emulator#received}; default 100000.
 *     With 0 and without an item listener items are only counted, which is the fast way
 * @param itemListener gets every item, on the thread that processes it: must not block
 * @param countListener gets every message's counts
 * @param maxOwedAnswers a stream that owes so many answers is not read on; default 10000
 * @param deafSessions faithful to facts 2.3, the default: the end of an older stream takes the
 *     newer one out of the registry
 * @param eventClasses which events can be decoded
 */
public record EmulatorSettings(
    String address,
    int port,
    Duration permitKeepAliveTime,
    Optional<TlsFiles> tls,
    List<EmulatedIntegration> integrations,
    AnswerPolicy answers,
    int keptItems,
    Optional<Consumer<ReceivedItem>> itemListener,
    Optional<CountListener> countListener,
    int maxOwedAnswers,
    boolean deafSessions,
    EventClasses eventClasses) {

  public EmulatorSettings {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(permitKeepAliveTime, "permitKeepAliveTime");
    Objects.requireNonNull(tls, "tls");
    integrations = List.copyOf(integrations);
    Objects.requireNonNull(answers, "answers");
    Objects.requireNonNull(itemListener, "itemListener");
    Objects.requireNonNull(countListener, "countListener");
    Objects.requireNonNull(eventClasses, "eventClasses");
    if (keptItems < 0 || maxOwedAnswers < 1) {
      throw new IllegalArgumentException(
          "An emulator keeps 0 or more items and owes 1 or more answers, not "
              + keptItems
              + " and "
              + maxOwedAnswers);
    }
  }

  /** A builder with the defaults above. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects settings. */
  public static final class Builder {
    private String address = "127.0.0.1";
    private int port;
    private Duration permitKeepAliveTime = Duration.ofMinutes(5);
    private Optional<TlsFiles> tls = Optional.empty();
    private final List<EmulatedIntegration> integrations = new ArrayList<>();
    private AnswerPolicy answers = AnswerPolicy.standard();
    private int keptItems = 100_000;
    private Optional<Consumer<ReceivedItem>> itemListener = Optional.empty();
    private Optional<CountListener> countListener = Optional.empty();
    private int maxOwedAnswers = 10_000;
    private boolean deafSessions = true;
    private EventClasses eventClasses = EventClasses.standard();

    private Builder() {}

    public Builder address(String newAddress) {
      this.address = newAddress;
      return this;
    }

    public Builder port(int newPort) {
      this.port = newPort;
      return this;
    }

    public Builder permitKeepAliveTime(Duration time) {
      this.permitKeepAliveTime = time;
      return this;
    }

    public Builder tls(TlsFiles files) {
      this.tls = Optional.of(files);
      return this;
    }

    public Builder integration(EmulatedIntegration integration) {
      this.integrations.add(integration);
      return this;
    }

    public Builder answers(AnswerPolicy policy) {
      this.answers = policy;
      return this;
    }

    public Builder keptItems(int items) {
      this.keptItems = items;
      return this;
    }

    /** Keeps no items, for load tests. */
    public Builder countingOnly() {
      return keptItems(0);
    }

    public Builder itemListener(Consumer<ReceivedItem> listener) {
      this.itemListener = Optional.of(listener);
      return this;
    }

    public Builder countListener(CountListener listener) {
      this.countListener = Optional.of(listener);
      return this;
    }

    public Builder maxOwedAnswers(int answersOwed) {
      this.maxOwedAnswers = answersOwed;
      return this;
    }

    public Builder deafSessions(boolean faithful) {
      this.deafSessions = faithful;
      return this;
    }

    public Builder eventClasses(EventClasses classes) {
      this.eventClasses = classes;
      return this;
    }

    public EmulatorSettings build() {
      return new EmulatorSettings(
          address,
          port,
          permitKeepAliveTime,
          tls,
          integrations,
          answers,
          keptItems,
          itemListener,
          countListener,
          maxOwedAnswers,
          deafSessions,
          eventClasses);
    }
  }

  /** Told of every answered uplink message, on the thread that processed it: must not block. */
  @FunctionalInterface
  public interface CountListener {
    /**
     * Takes note of one message.
     *
     * @param routingKey of the integration
     * @param message what this one message held
     */
    void received(String routingKey, ReceivedCounts message);
  }
}
