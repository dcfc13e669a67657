package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A node with one device, for those who have none: says what it would publish. For one thread. */
public final class SimulatedNode {

  private static final String DEVICE = "device1";
  private static final String SESSION = "bdSeq";
  private static final String REBIRTH = "Node Control/Rebirth";
  private static final long TEMPERATURE = 1;
  private static final long SETPOINT = 2;

  /**
   * A message that it publishes.
   *
   * @param topic where to
   * @param payload of Sparkplug B
   * @param text what it says, for people
   */
  public record Said(String topic, byte[] payload, String text) {}

  private final Member node;
  private final Member device;
  private final long session;
  private int place;
  private boolean isBorn;
  private float setpoint = 20;

  /**
   * A node that is not born yet.
   *
   * @param group its group
   * @param name its name
   * @param session tells this life from others
   */
  public SimulatedNode(String group, String name, long session) {
    node = new Member(group, name, Optional.empty());
    device = new Member(group, name, Optional.of(DEVICE));
    this.session = session & 0xFF;
  }

  /**
   * Where its death is told.
   *
   * @return a topic
   */
  public String deathTopic() {
    return topic(node, Topic.Kind.NDEATH);
  }

  /**
   * How its death is told.
   *
   * @param now milliseconds since 1970-01-01 UTC
   * @return the payload
   */
  public byte[] death(long now) {
    return Payload.of(now, List.of(metric(SESSION, now, Datatype.INT_64, session))).write();
  }

  /**
   * Where commands for it and its device come.
   *
   * @return a topic filter
   */
  public String commandFilter() {
    return "spBv1.0/" + node.group() + "/+/" + node.node() + "/#";
  }

  /**
   * What it publishes next: its births first, later its readings.
   *
   * @param temperature that the device measured
   * @param now milliseconds since 1970-01-01 UTC
   * @return in order
   */
  public List<Said> next(double temperature, long now) {
    List<Said> said = new ArrayList<>();
    if (!isBorn) {
      isBorn = true;
      place = 0;
      Metric rebirth = Metric.of(REBIRTH, now, Datatype.BOOLEAN, new Raw(Raw.Form.BOOLEAN, false));
      Metric number = metric(SESSION, now, Datatype.INT_64, session);
      said.add(said(node, Topic.Kind.NBIRTH, now, List.of(number, rebirth), "born"));
      Metric measured = real("temperature", now, (float) temperature).as(TEMPERATURE);
      Metric wanted = real("setpoint", now, setpoint).as(SETPOINT);
      String text = String.format(Locale.ROOT, "born: temperature = %.1f", temperature);
      said.add(said(device, Topic.Kind.DBIRTH, now, List.of(measured, wanted), text));
      return said;
    }
    // As most nodes do: the alias alone, whose name and type the birth has told.
    List<Metric> metrics =
        List.of(
            real("", now, (float) temperature).bare(TEMPERATURE),
            real("", now, setpoint).bare(SETPOINT));
    String text =
        String.format(Locale.ROOT, "temperature = %.1f, setpoint = %.1f", temperature, setpoint);
    said.add(said(device, Topic.Kind.DDATA, now, metrics, text));
    return said;
  }

  private Said said(Member who, Topic.Kind kind, long now, List<Metric> metrics, String text) {
    Payload payload = Payload.of(now, metrics).at(place);
    place = (place + 1) & 0xFF;
    return new Said(topic(who, kind), payload.write(), text);
  }

  /**
   * Obeys a command.
   *
   * @param topic of the message
   * @param payload of the message
   * @return what it understood, for people; empty for what is no command
   */
  public List<String> hear(String topic, byte[] payload) {
    boolean isCommand = topic.equals(node.commandTopic()) || topic.equals(device.commandTopic());
    if (!isCommand) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (Metric metric : Payload.read(payload).metrics()) {
      String name = metric.name().orElse("alias " + metric.alias().orElse(0));
      Object value = metric.value().orElse("null");
      if (name.equals(REBIRTH)) {
        isBorn = false;
      } else if (name.equals("setpoint") && value instanceof Number number) {
        setpoint = number.floatValue();
      }
      lines.add(topic + " " + name + " = " + value + " < heard");
    }
    return lines;
  }

  private static String topic(Member who, Topic.Kind kind) {
    return new Topic(who.group(), kind, who.node(), who.device()).toString();
  }

  private static Metric metric(String name, long now, Datatype datatype, long value) {
    return Metric.of(name, now, datatype, new Raw(Raw.Form.LONG, value));
  }

  private static Metric real(String name, long now, float value) {
    return Metric.of(name, now, Datatype.FLOAT, new Raw(Raw.Form.FLOAT, value));
  }
}
