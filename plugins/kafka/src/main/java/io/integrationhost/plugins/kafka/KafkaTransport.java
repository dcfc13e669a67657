package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.TlsMaterial;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigException;

/** A member of a group of consumers, for one slice. */
final class KafkaTransport implements Transport {

  /** Within the host's deadline for a stop, 10 s. */
  private static final long LONGEST_STOP_SECONDS = 8;

  private enum State {
    NEW,
    STARTED,
    STOPPED
  }

  private final TransportContext context;
  private final Settings settings;
  private final KafkaClients clients;
  private final Tally tally;
  private final Condition condition;
  private final PollLoop loop;
  private final Optional<Downlinks> downlinks;
  private State state = State.NEW;
  private CompletionStage<Void> stopped = CompletableFuture.completedFuture(null);

  KafkaTransport(TransportContext context, Settings settings, KafkaClients clients) {
    this.context = context;
    this.settings = settings;
    this.clients = clients;
    String label =
        "integration '" + context.integration() + "', transport '" + context.transport() + "'";
    tally = new Tally(context);
    condition = new Condition(label, context.clock());
    downlinks =
        settings
            .downlinkTopic()
            .map(topic -> new Downlinks(topic, settings, clients, condition, context));
    loop = new PollLoop(context, settings, clients, tally, condition, label, downlinks);
  }

  @Override
  public synchronized CompletionStage<Void> start() {
    if (state != State.NEW) {
      return Refusal.notNow("the transport has been stopped");
    }
    try {
      settings.tls().ifPresent(TlsMaterial::read);
      ConsumerConfig.configDef().parse(clients.consumerProperties());
    } catch (TransportException e) {
      return CompletableFuture.failedFuture(e);
    } catch (ConfigException e) {
      return CompletableFuture.failedFuture(
          new TransportException(
              TransportException.Kind.CONFIGURATION,
              "clientConfiguration.otherProperties: " + e.getMessage(),
              e));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new TransportException(TransportException.Kind.UNAVAILABLE, e.getMessage(), e));
    }
    // Only a thread that runs can be waited for.
    loop.start();
    state = State.STARTED;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<Void> stop() {
    if (state == State.STARTED) {
      stopped = loop.stop();
      state = State.STOPPED;
      at(LONGEST_STOP_SECONDS, loop::interrupt);
      at(LONGEST_STOP_SECONDS + 1, loop::leave);
    }
    state = State.STOPPED;
    return stopped;
  }

  private void at(long seconds, Runnable task) {
    var late = context.scheduler().schedule(task, seconds, TimeUnit.SECONDS);
    var unused = stopped.thenRun(() -> late.cancel(false));
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    return downlinks
        .map(sender -> sender.send(downlink))
        .orElseGet(
            () ->
                Refusal.reject(
                    "device '"
                        + downlink.deviceName()
                        + "': downlinks need downlinkTopicPattern, the topic that they go to"));
  }

  @Override
  public void pause(boolean paused) {
    loop.pause(paused);
  }

  @Override
  public Health health() {
    return condition.health();
  }

  @Override
  public Map<String, String> facts() {
    return tally.facts(settings);
  }
}
