package io.integrationhost.plugins.rabbitmq;

import com.rabbitmq.client.Connection;
import io.integrationhost.kit.Backoff;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Wire;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection to the broker: dials, and dials again after a while when that fails or the
 * connection ends. Its methods may be called from any thread; a {@link Use} is called on the lane.
 */
final class Connector {

  private static final Logger log = LoggerFactory.getLogger(Connector.class);

  /** A connection that lasted so long worked. */
  private static final Duration WORKED = Duration.ofMinutes(1);

  /** For the last acknowledgements and a farewell; then the socket is closed. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** For a name server that does not answer, which nothing can interrupt. */
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(4);

  /** Of a broker that does not answer the farewell. */
  private static final int FAREWELL_MILLIS = 1000;

  /** What a connection is for. */
  interface Use {
    /** There is one. What it throws ends it. */
    void opened(Connection connection, Frames frames) throws IOException;

    /** It has ended. */
    void ended();

    /** A try has failed. */
    default void failed(String why) {}

    /** The transport stops: ends what can be ended in order, and completes soon. */
    CompletionStage<Void> finish();
  }

  /** What people are told while there is no connection. */
  private record Away(String why, int tries, Instant since, Optional<Instant> next) {}

  private final TransportContext context;
  private final Settings settings;
  private final Budget budget;
  private final String purpose;
  private final Lane lane;
  private final Broker broker;
  private final Words words;
  private final Backoff backoff;
  private final LimitedLog limited;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile Optional<Away> away;
  private volatile boolean isStopping;
  private boolean isStarted;
  private boolean isDue;
  private Use use;
  private Connection connection;
  private Frames frames;
  private Instant opened = Instant.EPOCH;

  /**
   * Dials nobody yet.
   *
   * @param purpose a word for people
   */
  Connector(
      TransportContext context, Settings settings, Threads threads, Budget budget, String purpose) {
    this.context = context;
    this.settings = settings;
    this.budget = budget;
    this.purpose = purpose;
    String label = RabbitTransport.label(context) + ", " + purpose;
    lane = new Lane(threads, label);
    lane.afterFault(this::giveUp);
    broker =
        new Broker(
            settings.peer(),
            threads,
            "integration-host: "
                + context.integration()
                + "/"
                + context.transport()
                + " ("
                + purpose
                + ")");
    words = new Words(settings.peer());
    backoff = new Backoff(settings.peer().first(), settings.peer().most());
    limited = new LimitedLog(log, label);
    away = Optional.of(new Away("no answer yet", 0, context.clock().instant(), Optional.empty()));
  }

  Lane lane() {
    return lane;
  }

  Words words() {
    return words;
  }

  LimitedLog limited() {
    return limited;
  }

  /** Begins to dial, unless it has begun. */
  synchronized void start(Use told) {
    if (!isStarted && !isStopping) {
      isStarted = true;
      use = told;
      lane.execute(this::dial);
    }
  }

  /** Empty while there is a connection. */
  Optional<String> problem() {
    return away.map(this::text);
  }

  private String text(Away now) {
    long wait =
        now.next().map(next -> Duration.between(context.clock().instant(), next)).stream()
            .mapToLong(left -> Math.max(0, left.toSeconds()))
            .findFirst()
            .orElse(0);
    return settings.peer().label()
        + ": "
        + now.why()
        + (now.tries() < 2
            ? ""
            : ", tried "
                + now.tries()
                + " times since "
                + now.since().truncatedTo(ChronoUnit.SECONDS))
        + ", next try in "
        + wait
        + " s";
  }

  private void dial() {
    isDue = false;
    if (isStopping || connection != null) {
      return;
    }
    away = away.map(now -> new Away(now.why(), now.tries() + 1, now.since(), Optional.empty()));
    try {
      Connection made =
          broker.dial(
              lane,
              socket -> {
                forgetFrames(Wire.End.ERROR);
                frames =
                    new Frames(
                        socket,
                        context.wire().opened(new Source(purpose), settings.peer().label()),
                        budget,
                        settings.intake().longest());
                return frames;
              });
      connection = made;
      made.addShutdownListener(cause -> lane.execute(() -> ended(made, cause)));
      opened = context.clock().instant();
      away = Optional.empty();
      log.info("{}: connected to {}", RabbitTransport.label(context), settings.peer().label());
      use.opened(made, frames);
    } catch (IOException | TimeoutException | RuntimeException e) {
      if (connection == null) {
        failed(words.of(e));
        use.failed(away.map(Away::why).orElse(""));
      } else {
        abort();
        ended(connection, e);
      }
    }
  }

  private void failed(String why) {
    forgetFrames(Wire.End.ERROR);
    if (isStopping) {
      return;
    }
    Duration wait = backoff.next();
    Instant now = context.clock().instant();
    away =
        Optional.of(
            away.map(
                    known ->
                        new Away(why, known.tries(), known.since(), Optional.of(now.plus(wait))))
                .orElse(new Away(why, 0, now, Optional.of(now.plus(wait)))));
    limited.warn("away", () -> problem().orElse(why));
    // An error while one waits for the next try must not make two of it.
    if (!isDue) {
      lane.later(wait, this::dial);
      isDue = true;
    }
  }

  private void ended(Connection which, Exception cause) {
    if (which != connection) {
      return;
    }
    connection = null;
    use.ended();
    if (Duration.between(opened, context.clock().instant()).compareTo(WORKED) > 0) {
      backoff.reset();
    }
    failed(words.of(cause));
  }

  private void forgetFrames(Wire.End why) {
    if (frames != null) {
      frames.end(why);
      frames = null;
    }
  }

  /** After an error: whatever is under way is done again on another connection. */
  private void giveUp() {
    Connection broken = connection;
    if (broken != null) {
      abort();
      ended(broken, new IOException("it was ended because of an error in the host"));
    } else if (!isStopping) {
      failed("an error in the host");
    }
  }

  private void abort() {
    connection.abort(FAREWELL_MILLIS);
  }

  boolean isConnected() {
    return away.isEmpty();
  }

  /** Ends the connection; completes when it is closed. */
  CompletionStage<Void> stop() {
    Use told;
    synchronized (this) {
      if (isStopping) {
        return stopped;
      }
      isStopping = true;
      told = use;
    }
    if (told == null) {
      stopped.complete(null);
      return stopped;
    }
    var unused =
        context.scheduler().schedule(this::hangUp, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    stopped.completeOnTimeout(null, LAST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (!isConnected()) {
      broker.hangUp();
    }
    lane.execute(() -> told.finish().whenComplete((done, failure) -> lane.execute(this::close)));
    return stopped;
  }

  private void hangUp() {
    broker.hangUp();
    lane.execute(this::close);
  }

  private void close() {
    Connection last = connection;
    connection = null;
    if (last != null && last.isOpen()) {
      last.abort(FAREWELL_MILLIS);
    }
    if (use != null) {
      use.ended();
    }
    broker.hangUp();
    forgetFrames(Wire.End.STOPPED);
    lane.end();
    stopped.complete(null);
  }
}
