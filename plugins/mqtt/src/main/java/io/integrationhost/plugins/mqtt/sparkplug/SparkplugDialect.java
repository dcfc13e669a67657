package io.integrationhost.plugins.mqtt.sparkplug;

import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Counter;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.mqtt.message.Dialect;
import io.integrationhost.plugins.mqtt.message.Message;
import io.integrationhost.plugins.mqtt.message.Publication;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sparkplug B: messages become telemetry and attributes, or JSON for the converter; nodes whose
 * messages cannot be understood any more are asked for a birth; downlinks become commands. Other
 * topics are left to the plain dialect. Thread-safe.
 */
public final class SparkplugDialect implements Dialect {

  private static final String REBIRTH = "Node Control/Rebirth";

  private final TransportContext context;
  private final SparkplugSettings settings;
  private final Dialect plain;
  private final int qos;
  private final LimitedLog log;
  private final EdgeNodes nodes;
  private final MemberNames names;
  private final Output output;
  private final Counter asked;
  private final Counter lost;
  private Optional<Broker> broker = Optional.empty();

  /**
   * Knows no node yet.
   *
   * @param context of the transport
   * @param settings how messages are understood
   * @param plain for topics of others
   * @param qos quality of service of commands
   * @param log for what is not as it should be
   */
  public SparkplugDialect(
      TransportContext context,
      SparkplugSettings settings,
      Dialect plain,
      int qos,
      LimitedLog log) {
    this.context = context;
    this.settings = settings;
    this.plain = plain;
    this.qos = qos;
    this.log = log;
    nodes = new EdgeNodes(settings.mostNodes(), settings.mostBytes());
    names = new MemberNames(settings);
    output =
        settings.output() == SparkplugSettings.Output.CONVERTER
            ? new ConverterOutput(names)
            : new DecodedOutput(settings, names);
    asked = context.counter("sparkplug_rebirths_asked", "How often nodes were asked for a birth");
    lost =
        context.counter(
            "sparkplug_metrics_lost", "Metrics that were left out since their birth is not known");
    context.gauge("sparkplug_nodes", "Nodes that are known", this::known);
    context.gauge(
        "sparkplug_nodes_forgotten", "Nodes that were forgotten for want of room", this::forgotten);
  }

  private synchronized long known() {
    return nodes.size();
  }

  private synchronized long forgotten() {
    return nodes.forgotten();
  }

  @Override
  public synchronized List<Uplink> uplinks(Message message) {
    if (!Topic.isSparkplug(message.topic())) {
      return plain.uplinks(message);
    }
    if (Topic.isState(message.topic())) {
      return List.of();
    }
    Topic topic = Topic.of(message.topic());
    if (topic.kind().isCommand()) {
      return List.of();
    }
    long now = context.clock().millis();
    // A name that cannot be kept is no node of ours, and costs no place.
    names.heard(Member.of(topic));
    Heard heard = nodes.hear(topic, Payload.read(message.payload()), now);
    lost.add(heard.lost());
    askForBirth(heard, now);
    return output.uplinks(message, topic.kind(), heard);
  }

  private void askForBirth(Heard heard, long now) {
    Member node = heard.from().itsNode();
    if (broker.isEmpty() || !nodes.asksNow(node, now, settings.rebirth().toMillis())) {
      return;
    }
    String why = heard.complaint().orElse("messages may have been missed");
    asked.increment();
    log.warn(
        "rebirth",
        () -> "node " + shown(node.toString()) + " is asked for its birth: " + shown(why));
    var unused =
        broker
            .get()
            .apply(new Publication(node.commandTopic(), Commands.rebirth(now), 0, false))
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    log.warn(
                        "rebirth-failed",
                        () ->
                            "node "
                                + shown(node.toString())
                                + " could not be asked for its birth, which is tried"
                                + " again: "
                                + failure.getMessage());
                  }
                });
  }

  @Override
  public Publication publication(Downlink downlink) {
    Map<String, Object> orders;
    Member member;
    synchronized (this) {
      Optional<Member> bearer = names.bearer(downlink.deviceName());
      if (bearer.isEmpty()) {
        return ofNobodyHeard(downlink);
      }
      member = bearer.get();
    }
    orders = Orders.of(downlink.payload());
    long now = context.clock().millis();
    List<Metric> metrics = new ArrayList<>();
    synchronized (this) {
      for (Map.Entry<String, Object> order : orders.entrySet()) {
        metrics.add(command(member, order.getKey(), order.getValue(), now));
      }
    }
    return new Publication(
        member.commandTopic(), Payload.of(now, metrics).write(), qos(downlink), false);
  }

  /** A device that speaks plainly, or one that has not been heard since the start. */
  private Publication ofNobodyHeard(Downlink downlink) {
    try {
      return plain.publication(downlink);
    } catch (TransportException e) {
      throw Refusal.unavailable(
          "no node or device of Sparkplug that is '"
              + downlink.deviceName()
              + "' has been heard since the start; the downlink waits for its next message");
    }
  }

  private Metric command(Member member, String name, Object value, long now) {
    Optional<Birth.Known> known = nodes.known(member, name);
    boolean isRebirth = member.device().isEmpty() && name.equals(REBIRTH);
    if (known.isEmpty() && !isRebirth) {
      if (nodes.isBorn(member)) {
        throw Refusal.rejected("the birth of " + member + " names no metric '" + shown(name) + "'");
      }
      throw Refusal.unavailable(
          member + " is not there, or its birth is not known yet: the downlink waits for it");
    }
    try {
      Birth.Known metric = known.orElse(new Birth.Known(name, Datatype.BOOLEAN, Optional.empty()));
      return Commands.write(metric, value, now);
    } catch (IllegalArgumentException e) {
      throw Refusal.rejected(e.getMessage());
    }
  }

  private static String shown(String name) {
    String line = name.replaceAll("\\p{Cntrl}", " ");
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }

  private int qos(Downlink downlink) {
    String said = downlink.metadata().getOrDefault("qos", "");
    return switch (said) {
      case "" -> qos;
      case "0", "1", "2" -> Integer.parseInt(said);
      default ->
          throw Refusal.rejected(
              "the metadata of the downlink converter's output say qos = '"
                  + shown(said)
                  + "'; it must be 0, 1 or 2, or be left out");
    };
  }

  @Override
  public synchronized void opened(Broker opened) {
    broker = Optional.of(opened);
    plain.opened(opened);
  }

  @Override
  public synchronized void closed() {
    broker = Optional.empty();
    nodes.missed();
    plain.closed();
  }

  @Override
  public synchronized Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("nodes of Sparkplug", Integer.toString(nodes.size()));
    facts.put("nodes and devices that downlinks reach", Integer.toString(names.size()));
    facts.put("memory of their births", nodes.bytes() / 1024 + " KiB");
    return facts;
  }
}
