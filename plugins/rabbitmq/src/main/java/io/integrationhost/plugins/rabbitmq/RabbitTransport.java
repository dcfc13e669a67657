package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queues of one integration, and the way back. Thread-safe. */
final class RabbitTransport implements Transport {

  private static final Logger log = LoggerFactory.getLogger(RabbitTransport.class);

  private final TransportContext context;
  private final Settings settings;
  private final Budget budget;
  private final Figures figures;
  private final Connector reading;
  private final Connector sending;
  private final AtomicBoolean paused = new AtomicBoolean();
  private final Reception reception;
  private final Outbox outbox;
  private volatile boolean stopped;

  RabbitTransport(TransportContext context, Settings settings, Threads threads) {
    this.context = context;
    this.settings = settings;
    budget = new Budget(settings.intake().buffered(), context.memory());
    figures = new Figures(context);
    reading = new Connector(context, settings, threads, budget, "messages");
    sending = new Connector(context, settings, threads, budget, "downlinks");
    var publishing =
        new Publishing(
            context.uplinks(),
            reading.lane(),
            budget,
            figures,
            reading.limited(),
            settings.intake().metadata(),
            paused);
    reception =
        new Reception(
            reading.lane(),
            settings.queues().stream()
                .map(queue -> new QueueReader(queue, settings, reading, publishing))
                .toList());
    outbox = new Outbox(sending, settings, context.uplinks(), figures);
  }

  /** For messages. */
  static String label(TransportContext context) {
    return "integration '" + context.integration() + "', transport '" + context.transport() + "'";
  }

  @Override
  public CompletionStage<Void> start() {
    if (stopped) {
      return Refusal.notNow("the transport was stopped before it had started");
    }
    if (settings.declaration().isFleeting()) {
      log.warn(
          "{}: a queue that does not exist is made exclusive or autoDelete: what is published while"
              + " the host is away is lost; untick both in the integration",
          label(context));
    }
    context.gauge("held_bytes", "What messages hold that are not done yet", budget::held);
    context.gauge("queue_messages", "Messages that wait in the queues", reception::depth);
    context.gauge("queues_read", "Queues that are read now", reception::read);
    context.gauge("downlinks_unconfirmed", "Downlinks under way to RabbitMQ", outbox::underWay);
    reading.start(reception);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> stop() {
    stopped = true;
    return reading.stop().thenCombine(sending.stop(), (messages, downlinks) -> null);
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    return stopped ? Refusal.notNow("the transport stops") : outbox.send(downlink);
  }

  @Override
  public void pause(boolean now) {
    paused.set(now);
    if (!now) {
      reading.lane().execute(reception::goOn);
    }
  }

  @Override
  public Placement placement() {
    return settings.declaration().exclusive() ? Placement.ONE_HOST : Placement.EVERY_HOST;
  }

  @Override
  public boolean dials() {
    return true;
  }

  @Override
  public Health health() {
    Optional<String> away = reading.problem();
    if (away.isPresent()) {
      return Health.down(away.get());
    }
    List<String> problems = new ArrayList<>();
    reception.queues().forEach(queue -> queue.problem().ifPresent(problems::add));
    if (problems.size() == reception.queues().size()) {
      return Health.down(String.join("; ", problems));
    }
    for (QueueReader queue : reception.queues()) {
      if (queue.isStream()) {
        problems.add(
            "queue '"
                + queue.queue()
                + "' is a stream: what is published while the host is away is passed over; bind a"
                + " quorum queue beside it and name that");
      }
    }
    outbox.problem().ifPresent(why -> problems.add("downlinks: " + why));
    return problems.isEmpty()
        ? new Health(Health.Status.UP, reception.queues().size() + " queues are read")
        : Health.degraded(String.join("; ", problems));
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "RabbitMQ", settings.peer().label() + reading.problem().map(no -> ", away").orElse(""));
    facts.put(
        "messages",
        "%d received, %d of them again, %d acknowledged, %d rejected"
            .formatted(
                figures.received().sum(),
                figures.redelivered().sum(),
                figures.acknowledged().sum(),
                figures.rejected().sum() + figures.tooLong().sum() + figures.unreadable().sum()));
    facts.put("held", budget.held() + " bytes");
    facts.put(
        "downlinks",
        "%d confirmed, %d not, %d under way"
            .formatted(figures.sent().sum(), figures.notSent().sum(), outbox.underWay()));
    for (QueueReader queue : reception.queues()) {
      facts.put("queue " + queue.queue(), queue.problem().orElseGet(queue::note));
    }
    return facts;
  }
}
