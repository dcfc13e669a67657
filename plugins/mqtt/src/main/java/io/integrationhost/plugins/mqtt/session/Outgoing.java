package io.integrationhost.plugins.mqtt.session;

import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugins.mqtt.message.Publication;
import io.integrationhost.plugins.mqtt.packet.Frame;
import io.integrationhost.plugins.mqtt.packet.Reasons;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Messages to the broker over one connection, each until the broker has confirmed it. {@link
 * #publish} and {@link #size} may be called by any thread.
 */
final class Outgoing {

  /** That wait or are not confirmed. */
  static final int MOST = 1000;

  private static final Duration LEAST_WAIT = Duration.ofMillis(1);

  private static final class Sent {
    private final Publication publication;
    private final long begun = System.nanoTime();
    private final CompletableFuture<Void> confirmed = new CompletableFuture<>();
    private boolean written;

    /** 0 while the broker need not confirm it. */
    private int id;

    private Sent(Publication publication) {
      this.publication = publication;
    }
  }

  private final Session<Frame> session;
  private final Link link;
  private final PacketIds ids;
  private final Abilities broker;
  private final Duration patience;

  /** In the order in which they are late: nothing else may hold a message that is done. */
  private final Set<Sent> open = new LinkedHashSet<>();

  private final Deque<Sent> queue = new ArrayDeque<>();
  private final Map<Integer, Sent> unconfirmed = new HashMap<>();

  /** The ids of those that were given up: the broker still counts them. */
  private final Set<Integer> late = new HashSet<>();

  private boolean watching;
  private boolean closed;
  private volatile Optional<String> trouble = Optional.empty();

  Outgoing(Link link, PacketIds ids, Abilities broker, Duration patience) {
    this.session = link.session();
    this.link = link;
    this.ids = ids;
    this.broker = broker;
    this.patience = patience;
  }

  CompletionStage<Void> publish(Publication publication) {
    var sent = new Sent(publication);
    synchronized (open) {
      if (closed) {
        return Refusal.notNow("the broker is not connected any more");
      }
      if (open.size() >= MOST) {
        return CompletableFuture.failedFuture(
            notConfirmed(
                MOST
                    + " messages wait for the broker's confirmation already; it confirms too"
                    + " slowly"));
      }
      open.add(sent);
    }
    session.later(Duration.ZERO, () -> begin(sent));
    return sent.confirmed;
  }

  private void begin(Sent sent) {
    if (sent.confirmed.isDone()) {
      return;
    }
    if (!watching) {
      watching = true;
      session.later(patience, this::look);
    }
    queue.add(sent);
    goOn();
  }

  private void goOn() {
    while (!queue.isEmpty() && unconfirmed.size() + late.size() < broker.receiveMaximum()) {
      send(queue.remove());
    }
  }

  /** One look for all: one for each would hold what was confirmed long before. */
  private void look() {
    long now = System.nanoTime();
    List<Sent> overdue = new ArrayList<>();
    Optional<Duration> next = Optional.empty();
    synchronized (open) {
      for (Sent sent : open) {
        Duration left = patience.minusNanos(now - sent.begun);
        if (left.compareTo(LEAST_WAIT) >= 0) {
          next = Optional.of(left);
          break;
        }
        overdue.add(sent);
      }
    }
    overdue.forEach(this::isLate);
    watching = next.isPresent();
    next.ifPresent(left -> session.later(left, this::look));
  }

  private void send(Sent sent) {
    Publication publication = sent.publication;
    if (publication.qos() > broker.mostQos()) {
      fail(sent, Refusal.rejected("the broker takes no quality of service " + publication.qos()));
      return;
    }
    if (publication.retained() && !broker.retains()) {
      fail(sent, Refusal.rejected("the broker keeps no retained messages; publish without"));
      return;
    }
    int id = publication.qos() == 0 ? 0 : ids.take();
    var builder =
        MqttMessageBuilders.publish()
            .topicName(publication.topic())
            .qos(MqttQoS.valueOf(publication.qos()))
            .retained(publication.retained())
            .payload(Unpooled.wrappedBuffer(publication.payload()));
    byte[] packet = link.codec().encode((id == 0 ? builder : builder.messageId(id)).build());
    if (packet.length > broker.longestPacket()) {
      ids.give(id);
      fail(
          sent,
          Refusal.rejected(
              "the broker takes packets of "
                  + broker.longestPacket()
                  + " bytes, and this one has "
                  + packet.length));
      return;
    }
    if (id != 0) {
      sent.id = id;
      unconfirmed.put(id, sent);
      ids.uses(id, publication.qos());
    }
    sent.written = true;
    var unused =
        session
            .send(packet)
            .whenComplete(
                (written, failure) -> {
                  if (failure != null) {
                    // What was not written is confirmed by nobody.
                    unconfirmed.remove(id);
                    late.remove(id);
                    ids.give(id);
                    fail(sent, failure);
                  } else if (id == 0) {
                    done(sent);
                  }
                });
  }

  /** PUBACK, PUBREC or PUBCOMP. */
  void confirmed(MqttMessageType type, int id, byte reason, MqttProperties properties) {
    Sent sent = unconfirmed.get(id);
    boolean isRefused = Byte.toUnsignedInt(reason) >= Reasons.REFUSED;
    if (type == MqttMessageType.PUBREC && !isRefused) {
      link.write(Packets.pubRel(id));
      return;
    }
    unconfirmed.remove(id);
    late.remove(id);
    ids.give(id);
    trouble = Optional.empty();
    if (sent != null && isRefused) {
      String why =
          "the broker refused the message to '"
              + sent.publication.topic()
              + "': "
              + Reasons.of(reason, properties);
      boolean isForNow = Reasons.isForNow(reason);
      fail(sent, isForNow ? notConfirmed(why) : Refusal.rejected(why));
    } else if (sent != null) {
      done(sent);
    }
    goOn();
  }

  private void isLate(Sent sent) {
    queue.remove(sent);
    if (unconfirmed.remove(sent.id, sent)) {
      late.add(sent.id);
    }
    if (!late.isEmpty()) {
      trouble =
          Optional.of(
              "the broker confirms no message to it: "
                  + late.size()
                  + " wait for longer than "
                  + patience.toSeconds()
                  + " s"
                  + (late.size() < broker.receiveMaximum()
                      ? ""
                      : ", all that it takes at once, so that no downlink goes out")
                  + "; look at the broker's log, or have it end the connection");
    }
    fail(
        sent,
        sent.written
            ? notConfirmed(
                "the broker has not confirmed the message in " + patience.toSeconds() + " s")
            : notConfirmed(
                "the broker confirms too slowly: the message could not be sent in "
                    + patience.toSeconds()
                    + " s"));
  }

  /** Tried again by the host, a few times and not at once. */
  private static TransportException notConfirmed(String why) {
    return new TransportException(TransportException.Kind.UNCONFIRMED, why);
  }

  private void done(Sent sent) {
    end(sent);
    sent.confirmed.complete(null);
  }

  private void fail(Sent sent, Throwable failure) {
    end(sent);
    sent.confirmed.completeExceptionally(failure);
  }

  private void end(Sent sent) {
    synchronized (open) {
      open.remove(sent);
    }
  }

  /** That the broker takes messages and confirms none. Any thread. */
  Optional<String> trouble() {
    return trouble;
  }

  int size() {
    synchronized (open) {
      return open.size();
    }
  }

  /** The connection is gone. */
  void close() {
    List<Sent> left;
    synchronized (open) {
      closed = true;
      left = new ArrayList<>(open);
    }
    for (Sent sent : left) {
      fail(
          sent,
          sent.written
              ? notConfirmed("the connection ended before the broker confirmed the message")
              : Refusal.unavailable("the connection to the broker has ended"));
    }
  }
}
