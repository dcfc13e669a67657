package io.integrationhost.plugins.mqtt.session;

import io.integrationhost.plugins.mqtt.packet.Reasons;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The subscriptions of one connection: asked for a few at a time, since some brokers take 8 in one
 * packet, and again when they were refused, since rights change. On the loop.
 */
final class Subscriptions {

  private static final int MOST_AT_ONCE = 8;
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final int MOST_NAMED = 3;

  private final Link link;
  private final PacketIds ids;
  private final Profile profile;
  private final Runnable confirmed;
  private final Consumer<List<String>> unsubscribed;

  /** What the broker sends and nobody wants, until it has confirmed that it does no more. */
  private final List<String> stale = new ArrayList<>();

  private final List<String> unwanted = new ArrayList<>();
  private final Map<Integer, List<String>> ending = new HashMap<>();
  private final Map<Integer, List<Filter>> asked = new HashMap<>();
  private final List<Filter> left = new ArrayList<>();
  private final Map<Filter, String> refused = new HashMap<>();
  private final List<Filter> granted = new ArrayList<>();
  private boolean told;

  /**
   * Nothing is asked yet.
   *
   * @param confirmed runs once, when the broker has answered for all
   * @param unsubscribed hears what is left of the stale ones when the broker has let some go
   */
  Subscriptions(
      Link link,
      PacketIds ids,
      Profile profile,
      Runnable confirmed,
      Consumer<List<String>> unsubscribed) {
    this.link = link;
    this.ids = ids;
    this.profile = profile;
    this.confirmed = confirmed;
    this.unsubscribed = unsubscribed;
  }

  /**
   * Asks for all.
   *
   * @param former what the broker still has from a former configuration
   */
  void begin(List<String> former) {
    stale.addAll(former);
    unwanted.addAll(former);
    endNext();
    left.addAll(profile.filters());
    askNext();
  }

  private void endNext() {
    if (unwanted.isEmpty()) {
      return;
    }
    List<String> some = List.copyOf(unwanted.subList(0, Math.min(MOST_AT_ONCE, unwanted.size())));
    unwanted.subList(0, some.size()).clear();
    int id = ids.take();
    ending.put(id, some);
    var unsubscribe = MqttMessageBuilders.unsubscribe().messageId(id);
    some.forEach(unsubscribe::addTopicFilter);
    link.write(unsubscribe.build());
  }

  private void askNext() {
    List<Filter> some = List.copyOf(left.subList(0, Math.min(MOST_AT_ONCE, left.size())));
    left.subList(0, some.size()).clear();
    int id = ids.take();
    asked.put(id, some);
    var subscribe =
        MqttMessageBuilders.subscribe().messageId(id).properties(MqttProperties.NO_PROPERTIES);
    for (Filter filter : some) {
      MqttQoS qos = MqttQoS.valueOf(filter.qos());
      if (profile.is5()) {
        subscribe.addSubscription(filter.text(), option(qos));
      } else {
        subscribe.addSubscription(qos, filter.text());
      }
    }
    link.write(subscribe.build());
    link.session().later(profile.patience(), () -> isLate(id));
  }

  /** What is retained comes with a new subscription, not at each connection. */
  private static MqttSubscriptionOption option(MqttQoS qos) {
    return new MqttSubscriptionOption(
        qos, false, false, RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS);
  }

  private void isLate(int id) {
    if (asked.containsKey(id) && link.session().isRead()) {
      link.end()
          .accept(
              "did not confirm the subscriptions (SUBACK) in "
                  + profile.patience().toSeconds()
                  + " s");
    } else if (asked.containsKey(id)) {
      link.session().later(profile.patience(), () -> isLate(id));
    }
  }

  /** SUBACK. */
  void answered(int id, List<Integer> codes) {
    List<Filter> filters = asked.remove(id);
    ids.give(id);
    if (filters == null || codes.size() != filters.size()) {
      link.end().accept("confirmed subscriptions (SUBACK) that were not asked for");
      return;
    }
    for (int i = 0; i < filters.size(); i++) {
      Filter filter = filters.get(i);
      int code = codes.get(i);
      if (code >= Reasons.REFUSED) {
        refused.put(filter, code == Reasons.REFUSED ? "" : Reasons.of((byte) code));
      } else {
        refused.remove(filter);
        granted.removeIf(known -> known.text().equals(filter.text()));
        granted.add(new Filter(filter.text(), code));
      }
    }
    if (!left.isEmpty()) {
      askNext();
      return;
    }
    if (!refused.isEmpty()) {
      link.session().later(AGAIN, this::again);
    }
    if (!told) {
      told = true;
      confirmed.run();
    }
  }

  private void again() {
    if (asked.isEmpty() && !refused.isEmpty()) {
      left.addAll(refused.keySet());
      askNext();
    }
  }

  /**
   * UNSUBACK. What the broker refuses to let go is asked for again on the next connection.
   *
   * @param codes of MQTT 5; older brokers say none
   */
  void unsubscribed(int id, List<Short> codes) {
    List<String> done = ending.remove(id);
    if (done == null) {
      return;
    }
    ids.give(id);
    for (int i = 0; i < done.size(); i++) {
      if (i >= codes.size() || codes.get(i) < Reasons.REFUSED) {
        stale.remove(done.get(i));
      }
    }
    unsubscribed.accept(List.copyOf(stale));
    endNext();
  }

  /** As the broker has granted them. */
  String granted() {
    return granted.stream().map(Filter::toString).collect(Collectors.joining(", "));
  }

  boolean isConfirmed() {
    return told;
  }

  /** What the broker does not send although it should. */
  Optional<String> trouble() {
    if (!refused.isEmpty()) {
      return Optional.of(
          "the broker refused the subscription to "
              + refused.entrySet().stream()
                  .limit(MOST_NAMED)
                  .map(
                      each ->
                          "'"
                              + each.getKey().text()
                              + "'"
                              + (each.getValue().isEmpty() ? "" : " (" + each.getValue() + ")"))
                  .collect(Collectors.joining(", "))
              + (refused.size() > MOST_NAMED ? " and " + (refused.size() - MOST_NAMED) : "")
              + (refused.size() > MOST_NAMED ? " more" : "")
              + "; give the client the right to read it, or correct topicFilters");
    }
    return Optional.empty();
  }
}
