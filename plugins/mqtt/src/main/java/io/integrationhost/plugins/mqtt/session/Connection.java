package io.integrationhost.plugins.mqtt.session;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Session;
import io.integrationhost.plugins.mqtt.message.Publication;
import io.integrationhost.plugins.mqtt.packet.Codec;
import io.integrationhost.plugins.mqtt.packet.Frame;
import io.integrationhost.plugins.mqtt.packet.Reasons;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** What is said on one connection, from the login on. On its loop but for what says otherwise. */
final class Connection implements Conversation<Frame> {

  private static final Duration ANNOUNCED = Duration.ofSeconds(2);
  private static final Duration DRAIN = Duration.ofMillis(200);
  private static final Duration SHORT = Duration.ofSeconds(60);

  private final Client client;
  private final Profile profile;
  private final Session<Frame> session;
  private final Link link;
  private final Subscriptions subscriptions;
  private final Arrivals arrivals;
  private final Instant since;
  private Optional<String> ended = Optional.empty();
  private boolean sessionPresent;
  private volatile Optional<Outgoing> outgoing = Optional.empty();
  private volatile boolean leaving;
  private volatile boolean ready;
  private volatile Optional<String> trouble = Optional.empty();
  private volatile Map<String, String> facts = Map.of();

  Connection(Client client, Session<Frame> session) {
    this.client = client;
    this.profile = client.profile();
    this.session = session;
    link = new Link(session, new Codec(), this::end);
    subscriptions =
        new Subscriptions(link, client.ids(), profile, this::subscribed, this::unsubscribed);
    arrivals = new Arrivals(client, link);
    since = client.context().clock().instant();
  }

  @Override
  public void opened() {
    client.opened(this);
    session.later(profile.patience(), this::loginIsLate);
    // A password may stand in a file, for which the loop must not wait.
    aside(this::fetchPassword);
  }

  /** On the plugin's thread, which may wait for a file. */
  private void aside(Runnable task) {
    try {
      client.context().scheduler().execute(task);
    } catch (RejectedExecutionException stopping) {
      end("is left, since the transport stops");
    }
  }

  private void fetchPassword() {
    try {
      Optional<Login.Password> password = client.login().password().get();
      session.later(Duration.ZERO, () -> logIn(password));
    } catch (RuntimeException e) {
      session.later(Duration.ZERO, () -> end("there is no password: " + e.getMessage()));
    }
  }

  private void logIn(Optional<Login.Password> password) {
    link.write(Greeting.of(profile, client.identity().clientId(), client.login(), password));
    password
        .flatMap(Login.Password::renewal)
        .map(end -> Duration.between(client.context().clock().instant(), end))
        .ifPresent(
            wait ->
                session.later(
                    wait.isNegative() ? Duration.ofSeconds(1) : wait,
                    () -> {
                      link.write(Packets.disconnect());
                      end("is left to log in with a new password, since the old one ends");
                    }));
  }

  private void loginIsLate() {
    if (outgoing.isEmpty()) {
      end(
          "did not answer the login (CONNACK) in "
              + profile.patience().toSeconds()
              + " s; is it a broker of MQTT, and does it expect TLS (ssl)?");
    }
  }

  @Override
  public void frame(Frame frame) {
    if (ended.isPresent()) {
      return;
    }
    if (frame instanceof Frame.Oversized oversized) {
      if (outgoing.isEmpty()) {
        end("sent a message before it answered the login");
      } else {
        arrivals.skip(oversized);
      }
      return;
    }
    byte[] packet = ((Frame.Whole) frame).bytes();
    MqttMessage message;
    try {
      message = link.codec().decode(packet);
    } catch (IllegalArgumentException e) {
      isMalformed("sent a packet that cannot be read: " + Arrivals.shown(e.getMessage()), packet);
      return;
    }
    handle(message, packet);
  }

  private void isMalformed(String what, byte[] packet) {
    session.report(Arrivals.malformed(what, packet, false));
    end(what);
  }

  private void handle(MqttMessage packet, byte[] bytes) {
    var type = packet.fixedHeader().messageType();
    boolean isExpected = outgoing.isPresent();
    switch (type) {
      case CONNACK -> {
        if (isExpected) {
          isMalformed("answered the login twice", bytes);
        } else {
          loggedIn((MqttConnAckVariableHeader) packet.variableHeader());
        }
        return;
      }
      case DISCONNECT -> {
        if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader said) {
          end("ended the connection: " + Reasons.of(said.reasonCode(), said.properties()));
        } else {
          isMalformed("sent DISCONNECT, which brokers of this version do not send", bytes);
        }
        return;
      }
      default -> {
        // What follows the login.
      }
    }
    if (!isExpected) {
      isMalformed("sent " + type + " before it answered the login", bytes);
      return;
    }
    switch (type) {
      case PUBLISH -> arrivals.take((MqttPublishMessage) packet);
      case PUBREL -> {
        client.incoming().release(id(packet));
        link.write(Packets.ofId(Packets.PUBCOMP, id(packet)));
      }
      case PUBACK, PUBREC, PUBCOMP -> confirmed(packet);
      case SUBACK -> {
        subscriptions.answered(id(packet), ((MqttSubAckPayload) packet.payload()).reasonCodes());
        tell();
      }
      case UNSUBACK ->
          subscriptions.unsubscribed(
              id(packet),
              packet.payload() instanceof MqttUnsubAckPayload said
                  ? said.unsubscribeReasonCodes()
                  : List.of());
      case PINGRESP -> {
        // That something came is enough.
      }
      default -> isMalformed("sent " + type + ", which is not for a broker to send", bytes);
    }
  }

  private static int id(MqttMessage packet) {
    return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
  }

  private void loggedIn(MqttConnAckVariableHeader answer) {
    if (answer.connectReturnCode() != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      end(
          "refused the login: "
              + Reasons.of(answer.connectReturnCode().byteValue(), answer.properties()));
      return;
    }
    sessionPresent = answer.isSessionPresent();
    if (!sessionPresent) {
      client.incoming().forget();
    }
    Abilities broker = Abilities.of(answer.properties(), profile.keepAlive());
    client.ids().begin(sessionPresent).forEach(id -> link.write(Packets.pubRel(id)));
    outgoing = Optional.of(new Outgoing(link, client.ids(), broker, profile.confirmation()));
    new KeepAlive(link, broker.keepAlive(), client.framing()::progress).begin();
    if (profile.clean()) {
      subscriptions.begin(List.of());
      return;
    }
    List<String> stale = sessionPresent ? client.identity().stale(profile.filters()) : List.of();
    // First: what the broker knows of and we do not would come for ever.
    aside(
        () -> {
          remember(stale);
          session.later(Duration.ZERO, () -> subscriptions.begin(stale));
        });
  }

  private void subscribed() {
    ready = true;
    client.served(sessionPresent);
    client.dialect().opened(client::publish);
    announce();
  }

  /** Again and again: a downlink may be refused while this is said. */
  private void announce() {
    client.announce();
    session.later(ANNOUNCED, this::announce);
  }

  private void unsubscribed(List<String> left) {
    aside(() -> remember(left));
  }

  /** On the plugin's thread. */
  private void remember(List<String> stale) {
    try {
      client.identity().subscribed(profile.filters(), stale);
    } catch (IOException e) {
      client.log().warn("state", () -> "what is subscribed to cannot be kept: " + e);
    }
  }

  private void tell() {
    trouble = subscriptions.trouble();
    facts =
        Map.of(
            "subscribed to (quality of service)",
            subscriptions.granted(),
            "connected since",
            since.toString(),
            "session found",
            Boolean.toString(sessionPresent));
  }

  private void confirmed(MqttMessage packet) {
    byte reason = 0;
    MqttProperties properties = MqttProperties.NO_PROPERTIES;
    if (packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader said) {
      reason = said.reasonCode();
      properties = said.properties();
    }
    outgoing
        .orElseThrow()
        .confirmed(packet.fixedHeader().messageType(), id(packet), reason, properties);
  }

  @Override
  public boolean fault(Fault fault) {
    // Also where others could go on: what was not understood to its end is not acknowledged, and
    // comes again on a new connection only.
    end(fault.what());
    return false;
  }

  /** Any thread. */
  CompletionStage<Void> publish(Publication publication) {
    return outgoing.orElseThrow().publish(publication);
  }

  /** Any thread. */
  int unconfirmed() {
    return outgoing.map(Outgoing::size).orElse(0);
  }

  /** Whether login and subscriptions are confirmed. Any thread. */
  boolean isReady() {
    return ready && !leaving;
  }

  /** What it waits for. Any thread. */
  String state() {
    if (leaving) {
      return "the transport stops";
    }
    return outgoing.isEmpty()
        ? "waits for the broker's answer to the login (CONNACK)"
        : "waits for the broker's answer to the subscriptions (SUBACK)";
  }

  /** What is not as it should be while it is ready. Any thread. */
  Optional<String> trouble() {
    return trouble.or(() -> outgoing.flatMap(Outgoing::trouble));
  }

  /** Whether the broker's answer to the subscriptions may be there, and is not read. Any thread. */
  boolean waitsForHost() {
    return outgoing.isPresent() && !ready && !leaving && !session.isRead();
  }

  /** Any thread. */
  Map<String, String> facts() {
    return facts;
  }

  /** Says farewell behind all acknowledgements that are due. Any thread. */
  void leave() {
    leaving = true;
    session.answer(Packets.disconnect());
  }

  /** No acknowledgement arrives any more: what was read is taken, but nobody waits for the host. */
  @Override
  public void peerEnded() {
    session.later(DRAIN, () -> end(whyItClosed()));
  }

  private void end(String why) {
    if (ended.isEmpty()) {
      ended = Optional.of(why);
      session.close(why);
    }
  }

  @Override
  public void closed() {
    boolean wasReady = ready;
    ready = false;
    if (!leaving) {
      end(whyItClosed());
    }
    outgoing.ifPresent(Outgoing::close);
    if (wasReady) {
      client.dialect().closed();
    }
    client.closed(this, wasReady);
    link.codec().close();
  }

  /** Brokers of MQTT 3 say nothing when they close. */
  private String whyItClosed() {
    if (outgoing.isEmpty()) {
      return "closed the connection instead of answering the login; check host, port, ssl,"
          + " protocolVersion, clientId and the rights of the client";
    }
    Duration lasted = Duration.between(since, client.context().clock().instant());
    return lasted.compareTo(SHORT) < 0
        ? "closed the connection after "
            + lasted.toSeconds()
            + " s; if that goes on, another client has the client id '"
            + client.identity().clientId()
            + "', or this one lacks a right"
        : "closed the connection";
  }
}
