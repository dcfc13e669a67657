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
  private final Map<Integer, List<Filter>> asked = new HashMap<>();
  private final List<Filter> left = new ArrayList<>();
  private final Map<Filter, String> refused = new HashMap<>();
  private final List<Filter> granted = new ArrayList<>();
  private boolean told;

  /**
   * Nothing is asked yet.
   *
   * @param confirmed runs once, when the broker has answered for all
   */
  Subscriptions(Link link, PacketIds ids, Profile profile, Runnable confirmed) {
    this.link = link;
    this.ids = ids;
    this.profile = profile;
    this.confirmed = confirmed;
  }

  /**
   * Asks for all.
   *
   * @param stale what the broker still has from a former configuration
   */
  void begin(List<String> stale) {
    if (!stale.isEmpty()) {
      var unsubscribe = MqttMessageBuilders.unsubscribe().messageId(ids.take());
      stale.forEach(unsubscribe::addTopicFilter);
      link.write(unsubscribe.build());
    }
    left.addAll(profile.filters());
    askNext();
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

  /** UNSUBACK: whatever it says, nothing can be done. */
  void unsubscribed(int id) {
    ids.give(id);
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
