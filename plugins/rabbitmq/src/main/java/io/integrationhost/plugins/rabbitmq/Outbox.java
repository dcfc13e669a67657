package io.integrationhost.plugins.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import io.integrationhost.kit.Backoff;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.plugins.rabbitmq.Unconfirmed.Pending;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Publishes downlinks, each done when the broker has confirmed it. On a connection of its own, made
 * for the first downlink: a broker that is short of memory stops reading those that publish, and
 * acknowledgements must not wait behind that. {@link #send} and {@link #problem} for any thread,
 * the rest on the lane.
 */
final class Outbox implements Connector.Use {

  private static final int MOST = 1000;
  private static final int MOST_REFUSED = 10_000;

  /** Before the host gives up, which knows less of what became of it. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Connector connector;
  private final Settings settings;
  private final Uplinks uplinks;
  private final Figures figures;
  private final Backoff backoff;
  private final AtomicInteger underWay = new AtomicInteger();
  private final List<Pending> waiting = new ArrayList<>();
  private final Unconfirmed unconfirmed = new Unconfirmed();
  private final Set<String> refused = new LinkedHashSet<>();
  private volatile Optional<String> problem = Optional.empty();
  private volatile boolean isUsed;
  private Connection connection;
  private Channel channel;
  private boolean isBlocked;
  private boolean hasFailed;

  Outbox(Connector connector, Settings settings, Uplinks uplinks, Figures figures) {
    this.connector = connector;
    this.settings = settings;
    this.uplinks = uplinks;
    this.figures = figures;
    backoff = new Backoff(settings.peer().first(), settings.peer().most());
  }

  /** Why downlinks are not sent now; empty when they are, or none was wanted yet. */
  Optional<String> problem() {
    return isUsed ? connector.problem().or(() -> problem) : Optional.empty();
  }

  /** How many the broker has not confirmed yet. */
  int underWay() {
    return underWay.get();
  }

  CompletionStage<Void> send(Downlink downlink) {
    Pending pending;
    try {
      pending = new Pending(downlink, settings.downlinks().routingKey().of(downlink));
    } catch (TransportException e) {
      return CompletableFuture.failedFuture(e);
    }
    if (underWay.incrementAndGet() > MOST) {
      underWay.decrementAndGet();
      return Refusal.notNow("so many downlinks wait for RabbitMQ that there is no room for more");
    }
    // Nothing of what is confirmed stays: thousands may be before the first would be late.
    Future<?> deadline = connector.lane().timer(PATIENCE, () -> late(pending));
    var counted =
        pending
            .sent()
            .whenComplete(
                (done, failure) -> {
                  deadline.cancel(false);
                  underWay.decrementAndGet();
                  (failure == null ? figures.sent() : figures.notSent()).increment();
                });
    isUsed = true;
    connector.start(this);
    connector.lane().execute(() -> take(pending));
    return counted;
  }

  private void take(Pending pending) {
    if (isBlocked) {
      refuse(pending, problem.orElse("RabbitMQ takes nothing now"));
    } else if (channel != null) {
      publish(pending);
    } else if (connection == null && hasFailed) {
      refuse(pending, connector.problem().orElse("there is no connection"));
    } else if (problem.isPresent()) {
      refuse(pending, problem.get());
    } else {
      waiting.add(pending);
    }
  }

  private void refuse(Pending pending, String why) {
    if (refused.size() < MOST_REFUSED) {
      refused.add(pending.downlink().deviceName());
    }
    pending.sent().completeExceptionally(Refusal.unavailable("the downlink was not sent: " + why));
  }

  private void refuseWaiting(String why) {
    List<Pending> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(each -> refuse(each, why));
  }

  private void late(Pending pending) {
    if (pending.sent().isDone()) {
      return;
    }
    waiting.remove(pending);
    unconfirmed.remove(pending);
    if (pending.isPublished()) {
      unconfirm(pending, "RabbitMQ did not confirm it in " + PATIENCE.toSeconds() + " s");
    } else {
      refuse(pending, connector.problem().orElse("there was no connection in time"));
    }
  }

  private static void unconfirm(Pending pending, String why) {
    pending
        .sent()
        .completeExceptionally(
            new TransportException(
                TransportException.Kind.UNCONFIRMED, "the downlink was sent, but " + why));
  }

  @Override
  public void opened(Connection made, Frames frames) {
    connection = made;
    hasFailed = false;
    made.addBlockedListener(
        new BlockedListener() {
          @Override
          public void handleBlocked(String reason) {
            connector.lane().execute(() -> blocked(made, reason));
          }

          @Override
          public void handleUnblocked() {
            connector.lane().execute(() -> unblocked(made));
          }
        });
    open();
  }

  private void open() {
    if (connection == null || !connection.isOpen() || channel != null) {
      return;
    }
    String exchange = settings.downlinks().exchange();
    try {
      Channel made = connection.createChannel();
      if (!exchange.isEmpty()) {
        made.exchangeDeclarePassive(exchange);
      }
      made.confirmSelect();
      made.addConfirmListener(
          new ConfirmListener() {
            @Override
            public void handleAck(long number, boolean multiple) {
              connector.lane().execute(() -> confirmed(made, number, multiple, true));
            }

            @Override
            public void handleNack(long number, boolean multiple) {
              connector.lane().execute(() -> confirmed(made, number, multiple, false));
            }
          });
      made.addReturnListener(message -> connector.lane().execute(() -> returned(made, message)));
      made.addShutdownListener(cause -> connector.lane().execute(() -> over(made, cause)));
      channel = made;
      ready();
    } catch (IOException | ShutdownSignalException e) {
      notOpened(why(e));
    }
  }

  private void ready() {
    problem = Optional.empty();
    if (isBlocked) {
      return;
    }
    List.copyOf(waiting).forEach(this::publish);
    waiting.clear();
    List<String> names = List.copyOf(refused);
    refused.clear();
    names.forEach(uplinks::connected);
  }

  private String why(Exception cause) {
    String exchange = settings.downlinks().exchange();
    Optional<Words.Reply> reply = Words.Reply.of(cause);
    return reply
        .map(
            told ->
                switch (told.code()) {
                  case AMQP.NOT_FOUND ->
                      "the exchange '"
                          + exchange
                          + "' (exchangeName) does not exist in virtual host '"
                          + settings.peer().virtualHost()
                          + "'; make it there";
                  case AMQP.ACCESS_REFUSED ->
                      "user '"
                          + settings.peer().username()
                          + "' may not write to the exchange '"
                          + exchange
                          + "'; give the user the right";
                  default -> "RabbitMQ refused (" + told.code() + "): " + told.text();
                })
        .orElseGet(() -> connector.words().of(cause));
  }

  /** Tried again later; a connection that has ended is made again anyway. */
  private void notOpened(String why) {
    problem = Optional.of(why);
    connector.limited().warn("downlinks", () -> "downlinks cannot be sent: " + why);
    refuseWaiting(why);
    Connection now = connection;
    if (now != null && now.isOpen()) {
      connector
          .lane()
          .later(
              backoff.next(),
              () -> {
                if (connection == now) {
                  open();
                }
              });
    }
  }

  private void publish(Pending pending) {
    if (pending.sent().isDone()) {
      return;
    }
    AMQP.BasicProperties properties = Outgoing.properties(pending, settings.downlinks());
    Optional<String> unfit = Outgoing.unfit(properties, connection.getFrameMax());
    if (unfit.isPresent()) {
      pending.sent().completeExceptionally(Refusal.rejected(unfit.get()));
      return;
    }
    long number = channel.getNextPublishSeqNo();
    try {
      unconfirmed.add(number, pending);
      channel.basicPublish(
          settings.downlinks().exchange(),
          pending.routingKey(),
          true,
          properties,
          pending.downlink().payload());
    } catch (IOException | ShutdownSignalException e) {
      // Part of it may have gone out; the channel's end tells what is left.
      over(channel, e);
    }
  }

  /** Comes before the confirmation of the same message. */
  private void returned(Channel from, Return message) {
    if (from == channel) {
      unconfirmed.returned(
          message.getProperties().getMessageId(),
          Words.shortened(message.getReplyText()) + " (" + message.getReplyCode() + ")");
    }
  }

  private void confirmed(Channel from, long number, boolean multiple, boolean isTaken) {
    if (from != channel) {
      return;
    }
    backoff.reset();
    for (Pending each : unconfirmed.confirmed(number, multiple)) {
      if (!isTaken) {
        unconfirm(each, "RabbitMQ could not take it (basic.nack)");
      } else if (each.returned().isPresent()) {
        each.sent().completeExceptionally(Refusal.rejected(noQueue(each)));
      } else {
        each.sent().complete(null);
      }
    }
  }

  private String noQueue(Pending pending) {
    String exchange = settings.downlinks().exchange();
    return "RabbitMQ returned the downlink: "
        + pending.returned().orElse("")
        + "; "
        + (exchange.isEmpty()
            ? "there is no queue '" + pending.routingKey() + "' (downlinkTopic)"
            : "no queue is bound to exchange '"
                + exchange
                + "' for routing key '"
                + pending.routingKey()
                + "'");
  }

  private void blocked(Connection from, String reason) {
    if (from == connection) {
      isBlocked = true;
      problem = Optional.of("RabbitMQ takes nothing now, it is short of memory or disk: " + reason);
      connector.limited().warn("blocked", () -> problem.orElse(""));
      refuseWaiting(problem.orElse(""));
    }
  }

  private void unblocked(Connection from) {
    if (from == connection) {
      isBlocked = false;
      if (channel == null) {
        open();
      } else {
        ready();
      }
    }
  }

  private void over(Channel which, Exception cause) {
    if (which != channel) {
      return;
    }
    channel = null;
    QueueReader.close(which);
    String why = why(cause);
    unconfirm(why);
    notOpened(why);
  }

  private void unconfirm(String why) {
    unconfirmed.clear().forEach(each -> unconfirm(each, "not confirmed: " + why));
  }

  @Override
  public void failed(String why) {
    hasFailed = true;
    refuseWaiting(why);
  }

  @Override
  public void ended() {
    connection = null;
    channel = null;
    isBlocked = false;
    hasFailed = true;
    problem = Optional.empty();
    unconfirm("the connection to RabbitMQ has ended");
    refuseWaiting("the connection to RabbitMQ has ended");
  }

  /** What is sent may still be confirmed. */
  @Override
  public CompletionStage<Void> finish() {
    refuseWaiting("the transport stops");
    CompletableFuture<?>[] last =
        unconfirmed.all().stream().map(Pending::sent).toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(last).exceptionally(failure -> null);
  }
}
