package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.Backoff;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that polls, from start to stop of a transport. Whatever fails, it makes a new consumer
 * after a while. Methods may be called from any thread.
 */
final class PollLoop {

  private static final Logger log = LoggerFactory.getLogger(PollLoop.class);
  private static final Duration FORBIDDEN = Duration.ofMillis(100);

  private final Settings settings;
  private final KafkaClients clients;
  private final TransportContext context;
  private final Tally tally;
  private final Condition condition;
  private final Windows windows;
  private final Optional<Downlinks> downlinks;
  private final String label;
  private final Thread thread;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Object lock = new Object();
  private Optional<Consumer<byte[], byte[]>> current = Optional.empty();
  private boolean isMaking;
  private volatile boolean isStopping;
  private volatile boolean isPaused;

  /**
   * Not running yet.
   *
   * @param downlinks hear of the broker, and end with the thread
   */
  PollLoop(
      TransportContext context,
      Settings settings,
      KafkaClients clients,
      Tally tally,
      Condition condition,
      String label,
      Optional<Downlinks> downlinks) {
    this.settings = settings;
    this.clients = clients;
    this.context = context;
    this.tally = tally;
    this.condition = condition;
    this.downlinks = downlinks;
    this.label = label;
    this.windows = new Windows(context, settings, tally, new LimitedLog(log, label));
    thread =
        new Thread(
            this::run, "plugin-kafka-poll " + context.integration() + "/" + context.transport());
    thread.setDaemon(true);
    // Kafka loads classes that settings name by this one.
    thread.setContextClassLoader(PollLoop.class.getClassLoader());
  }

  void start() {
    thread.start();
  }

  void pause(boolean now) {
    isPaused = now;
    wake();
  }

  /** Completes when the thread has ended. */
  CompletionStage<Void> stop() {
    downlinks.ifPresent(Downlinks::end);
    synchronized (lock) {
      isStopping = true;
      if (isMaking) {
        thread.interrupt();
      }
    }
    wake();
    return ended;
  }

  /** For a thread that does not end. */
  void interrupt() {
    thread.interrupt();
  }

  /** For one that does not end then either: Java's look-up of names cannot be interrupted. */
  void leave() {
    if (ended.complete(null)) {
      log.warn(
          "{}: thread '{}' has not ended yet, it ends by itself; does the name server answer? ({})",
          label,
          thread.getName(),
          settings.bootstrapServers());
    }
  }

  private void wake() {
    synchronized (lock) {
      current.ifPresent(Consumer::wakeup);
      lock.notifyAll();
    }
  }

  private void waitFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    synchronized (lock) {
      try {
        long left = time.toMillis();
        while (!isStopping && left > 0) {
          lock.wait(left);
          left = (end - System.nanoTime()) / 1_000_000;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    Backoff backoff = new Backoff(settings.firstRetry(), settings.mostRetry());
    try {
      while (!isStopping) {
        try {
          live(backoff);
        } catch (Throwable e) {
          survived(e, backoff);
        }
      }
    } finally {
      try {
        windows.close();
      } finally {
        try {
          downlinks.ifPresent(Downlinks::close);
        } finally {
          ended.complete(null);
        }
      }
    }
  }

  /** Whatever it was, somebody must go on reading. */
  private void survived(Throwable failure, Backoff backoff) {
    try {
      failed(failure, backoff);
    } catch (Throwable cannotBeSaid) {
      waitFor(settings.firstRetry());
    }
  }

  /** Looks at servers first: a stop need not wait for that. */
  private Consumer<byte[], byte[]> consumer() throws IOException {
    synchronized (lock) {
      if (isStopping) {
        throw Refusal.unavailable("the transport is stopping");
      }
      isMaking = true;
    }
    try {
      return clients.consumer();
    } finally {
      synchronized (lock) {
        isMaking = false;
        if (isStopping) {
          // It was for this alone.
          var unused = Thread.interrupted();
        }
      }
    }
  }

  private void live(Backoff backoff) throws IOException {
    Consumer<byte[], byte[]> consumer = consumer();
    Membership membership;
    try {
      membership = new Membership(consumer, settings, windows, tally, condition, context.clock());
      synchronized (lock) {
        current = Optional.of(consumer);
      }
    } catch (Throwable e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw e;
    }
    try {
      membership.begin();
      while (!isStopping) {
        step(membership);
        if (membership.isMember()) {
          backoff.reset();
        }
        if (condition.isConnected()) {
          downlinks.ifPresent(Downlinks::connected);
        }
      }
    } finally {
      synchronized (lock) {
        current = Optional.empty();
      }
      membership.end();
    }
  }

  private void step(Membership membership) {
    try {
      membership.step(isPaused);
    } catch (WakeupException isMeant) {
      log.trace("{}: woken", label);
    } catch (TopicAuthorizationException e) {
      condition.connected();
      condition.fault(Condition.Fault.TOPICS, new Words(settings).of(e));
      waitFor(FORBIDDEN);
    }
  }

  private void failed(Throwable failure, Backoff backoff) {
    if (isStopping || failure instanceof InterruptException) {
      log.debug("{}: ended", label, failure);
      return;
    }
    try {
      if (failure instanceof FencedInstanceIdException && clients.hasOwnInstance()) {
        log.warn(
            "{}: another host is known to group '{}' by the id of this one, whose data directory is"
                + " a copy; this one is {} from now on",
            label,
            settings.groupId(),
            clients.renewInstance());
        return;
      }
      if (failure instanceof UnsupportedVersionException && clients.hasOwnInstance()) {
        clients.doWithoutInstance();
        log.warn("{}: the broker knows no static members: staticMembership has no effect", label);
        return;
      }
      Duration wait = backoff.next();
      condition.away(words(failure), wait);
      log.debug("{}: a new consumer in {}", label, wait, failure);
      waitFor(wait);
    } catch (IOException | RuntimeException e) {
      condition.away(String.valueOf(e.getMessage()), settings.mostRetry());
      log.warn("{}: {}", label, e.getMessage(), e);
      waitFor(settings.mostRetry());
    }
  }

  private String words(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (String.valueOf(cause.getMessage()).contains("No resolvable bootstrap")) {
      return Probe.look(settings.bootstrapServers());
    }
    return failure instanceof TransportException || failure instanceof IOException
        ? String.valueOf(failure.getMessage())
        : new Words(settings).of(failure);
  }
}
