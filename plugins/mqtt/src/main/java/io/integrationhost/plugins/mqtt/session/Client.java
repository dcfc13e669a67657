package io.integrationhost.plugins.mqtt.session;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.Counter;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugins.mqtt.message.Dialect;
import io.integrationhost.plugins.mqtt.message.Publication;
import io.integrationhost.plugins.mqtt.packet.Frame;
import io.integrationhost.plugins.mqtt.packet.PacketFraming;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One client of one broker, over all its connections. {@link #conversation} makes one for each; all
 * else may be called by any thread.
 */
public final class Client {

  /** Devices whose downlinks wait; more wait until they are heard. */
  private static final int MOST_REFUSED = 10_000;

  /** Of messages whose connection is gone, in bytes. */
  private static final long MOST_KEPT = 32L << 20;

  private final TransportContext context;
  private final Profile profile;
  private final Login login;
  private final Identity identity;
  private final Dialect dialect;
  private final PacketFraming framing;
  private final LimitedLog log;
  private final Deliveries deliveries;
  private final Incoming incoming;
  private final PacketIds ids = new PacketIds();
  private final Unreadable unreadable = new Unreadable();
  private final Set<String> refused = new LinkedHashSet<>();
  private final Counter received;
  private final Counter oversized;
  private final Counter malformed;
  private final Counter lost;
  private volatile Optional<Connection> current = Optional.empty();
  private volatile Optional<Instant> leftAt = Optional.empty();
  private volatile String gap = "";

  /**
   * A client that is not connected yet.
   *
   * @param context of the transport
   * @param profile what it says and wants
   * @param login who it is
   * @param identity its id
   * @param dialect what messages mean
   * @param log for what is not as it should be
   */
  public Client(
      TransportContext context,
      Profile profile,
      Login login,
      Identity identity,
      Dialect dialect,
      LimitedLog log) {
    this.context = context;
    this.profile = profile;
    this.login = login;
    this.identity = identity;
    this.dialect = dialect;
    this.log = log;
    framing = new PacketFraming(profile.longestMessage());
    deliveries = new Deliveries(context, log);
    incoming = new Incoming(deliveries, !profile.clean());
    received = context.counter("messages", "Messages that the broker sent");
    oversized = context.counter("messages_oversized", "Messages skipped since they were too large");
    malformed = context.counter("messages_malformed", "Messages that could not be read");
    lost =
        context.counter(
            "messages_lost",
            "Messages that waited for the host and that no broker sends again: of quality of"
                + " service 0 or a clean session, given up when the connection or the transport"
                + " ended");
    context.gauge("connected", "Whether the broker serves us", () -> isServed() ? 1 : 0);
    context.gauge("unsettled", "Messages that the host is not done with", deliveries::size);
    context.gauge(
        "oldest_unsettled_seconds",
        "How long the oldest of them has been waiting",
        () -> deliveries.age().toSeconds());
    context.gauge(
        "unconfirmed",
        "Messages to the broker that it has not confirmed",
        () -> current.map(Connection::unconfirmed).orElse(0));
    context.gauge("duplicates", "Messages that came again and were known", incoming::duplicates);
  }

  /**
   * How packets are told apart.
   *
   * @return for the dialler of this client
   */
  public PacketFraming framing() {
    return framing;
  }

  /**
   * What is said on a new connection; on its loop.
   *
   * @param session of the kit
   * @return logs in when the connection is open
   */
  public Conversation<Frame> conversation(Session<Frame> session) {
    return new Connection(this, session);
  }

  /**
   * Publishes to the broker.
   *
   * @param publication what to publish
   * @return completes when the broker has confirmed it
   */
  public CompletionStage<Void> publish(Publication publication) {
    return current
        .filter(Connection::isReady)
        .map(connection -> connection.publish(publication))
        .orElseGet(() -> Refusal.notNow("the broker is not connected"));
  }

  /**
   * Publishes a downlink as the dialect says it. A device whose downlink is refused since the
   * broker is away is announced to the host when the broker is back.
   *
   * @param downlink to a device
   * @return completes when the broker has confirmed it
   */
  public CompletionStage<Void> downlink(Downlink downlink) {
    Publication publication;
    try {
      publication = dialect.publication(downlink);
    } catch (RuntimeException e) {
      // Also where a device is not there: only its own message changes that, no new connection.
      return CompletableFuture.failedFuture(e);
    }
    return publish(publication)
        .whenComplete(
            (done, failure) -> {
              if (waitsForBroker(failure)) {
                synchronized (refused) {
                  if (refused.size() < MOST_REFUSED) {
                    refused.add(downlink.deviceName());
                  }
                }
              }
            });
  }

  private static boolean waitsForBroker(Throwable failure) {
    return failure instanceof TransportException said
        && said.kind() == TransportException.Kind.UNAVAILABLE;
  }

  /** The broker takes messages: who was refused may be tried again. */
  void announce() {
    List<String> devices;
    synchronized (refused) {
      if (refused.isEmpty() || !isServed()) {
        return;
      }
      devices = List.copyOf(refused);
      refused.clear();
    }
    devices.forEach(context.uplinks()::connected);
  }

  /**
   * Whether the broker has confirmed login and subscriptions.
   *
   * @return false while anything of it is missing
   */
  public boolean isServed() {
    return current.filter(Connection::isReady).isPresent();
  }

  /**
   * Holds messages back, or lets them go on.
   *
   * @param paused whether the host shall get none
   */
  public void pause(boolean paused) {
    deliveries.pause(paused);
  }

  /** Says farewell behind all acknowledgements that are due. */
  public void leave() {
    current.ifPresent(Connection::leave);
  }

  /** Publishes no uplink any more. */
  public void close() {
    deliveries.close();
    giveUp(0, 0);
  }

  /**
   * What the protocol lacks while the broker can be reached.
   *
   * @param dialled what the connection is like: UP
   * @return UP when messages flow
   */
  public Health health(Health dialled) {
    Optional<Connection> connection = current;
    if (connection.filter(Connection::waitsForHost).isPresent()) {
      return Health.degraded(
          deliveries.size()
              + " messages that came before the broker's answer to the subscriptions (SUBACK) wait"
              + " for the host, and fill the window (maxUnsettled)"
              + deliveries.trouble().map(why -> "; it does not take them: " + why).orElse(""));
    }
    if (connection.isEmpty() || !connection.get().isReady()) {
      return Health.down(connection.map(Connection::state).orElse("connecting"));
    }
    Optional<String> trouble = connection.get().trouble();
    Optional<String> refusals = deliveries.trouble();
    if (trouble.isPresent()) {
      return Health.degraded(trouble.get());
    } else if (refusals.isPresent()) {
      return Health.degraded(
          deliveries.size()
              + " messages wait and are offered again, since the host does not take them: "
              + refusals.get());
    }
    return new Health(
        Health.Status.UP, gap.isEmpty() ? dialled.detail() : dialled.detail() + "; " + gap);
  }

  /**
   * What a person wants to know.
   *
   * @return texts by what they tell
   */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("client id", identity.clientId());
    facts.put("protocol", profile.version().protocolName() + " " + version());
    facts.put("session", profile.clean() ? "clean" : "kept by the broker");
    current.ifPresent(connection -> facts.putAll(connection.facts()));
    facts.put("messages that the host is not done with", Integer.toString(deliveries.size()));
    facts.put("oldest of them", deliveries.age().toSeconds() + " s");
    facts.put("messages known twice", Long.toString(incoming.duplicates()));
    facts.putAll(unreadable.facts());
    facts.putAll(dialect.facts());
    if (!gap.isEmpty()) {
      facts.put("last absence", gap);
    }
    return facts;
  }

  private String version() {
    return switch (profile.version()) {
      case MQTT_3_1 -> "3.1";
      case MQTT_3_1_1 -> "3.1.1";
      case MQTT_5 -> "5";
    };
  }

  TransportContext context() {
    return context;
  }

  Profile profile() {
    return profile;
  }

  Login login() {
    return login;
  }

  Identity identity() {
    return identity;
  }

  Dialect dialect() {
    return dialect;
  }

  LimitedLog log() {
    return log;
  }

  Incoming incoming() {
    return incoming;
  }

  PacketIds ids() {
    return ids;
  }

  void received() {
    received.increment();
  }

  void oversized() {
    oversized.increment();
  }

  /** The broker need not send it again: it would be no better. */
  void unreadable(String topic, String why) {
    malformed.increment();
    unreadable.add(topic, why);
  }

  /** On the loop. */
  void opened(Connection connection) {
    current = Optional.of(connection);
  }

  /** The broker serves us, and may have had nobody for what came meanwhile. */
  void served(boolean known) {
    leftAt.ifPresent(
        since -> {
          Duration away = Duration.between(since, context.clock().instant());
          boolean keepsAll = known && profile.filters().stream().allMatch(each -> each.qos() > 0);
          gap =
              keepsAll
                  ? ""
                  : "away for "
                      + away.toSeconds()
                      + " s until "
                      + context.clock().instant()
                      + ": the broker did not keep "
                      + (known ? "messages of quality of service 0" : "messages")
                      + " of that time";
          if (!keepsAll) {
            log.warn("gap", () -> gap);
          }
        });
    leftAt = Optional.empty();
  }

  /** On the loop. */
  void closed(Connection connection, boolean wasReady) {
    if (current.filter(connection::equals).isPresent()) {
      current = Optional.empty();
    }
    if (wasReady) {
      leftAt = Optional.of(context.clock().instant());
    }
    giveUp(profile.window(), MOST_KEPT);
  }

  private void giveUp(int kept, long keptBytes) {
    int given = deliveries.abandon(kept, keptBytes);
    if (given > 0) {
      lost.add(given);
      log.warn(
          "lost",
          () ->
              given
                  + " messages that waited for the host are lost, since no broker sends them again;"
                  + " use cleanSession = false and topicFilters with qos 1 or 2");
    }
  }
}
