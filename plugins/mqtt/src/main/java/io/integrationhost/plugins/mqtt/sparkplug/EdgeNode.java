package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known of one node and its devices. Used by one thread at a time. */
final class EdgeNode {

  private static final String SESSION = "bdSeq";
  private static final String CONTROL = "Node Control/";
  private static final int PLACES = 256;
  private static final int COST = 500;

  private final Member node;
  private final Map<String, Birth> devices = new LinkedHashMap<>();
  private Birth birth = Birth.NONE;
  private OptionalLong session = OptionalLong.empty();

  /** The place of the next message; -1 when any will do. */
  private int expected = -1;

  private boolean isComplete;
  private long askedAt;
  private boolean asked;
  private final long cost;
  private long bytes;

  EdgeNode(Member node) {
    this.node = node;
    cost = COST + 2L * (node.group().length() + node.node().length());
    bytes = cost;
  }

  /** About how much memory it takes. */
  long bytes() {
    return bytes;
  }

  /** What the birth said of a metric of the node or of a device. */
  Optional<Birth.Known> known(Optional<String> device, String metric) {
    return birth(device).named(metric);
  }

  boolean isBorn(Optional<String> device) {
    return birth(device) != Birth.NONE;
  }

  private Birth birth(Optional<String> device) {
    return device.isEmpty() ? birth : devices.getOrDefault(device.get(), Birth.NONE);
  }

  /** Messages may have been missed: the next one may have any place and shows nothing. */
  void missed() {
    isComplete = false;
    expected = -1;
  }

  /** Gives up what the births said; those who were there are to be born again. */
  void forget() {
    birth = Birth.NONE;
    devices.clear();
    session = OptionalLong.empty();
    bytes = cost;
    missed();
  }

  /** Whether to ask now for a birth that is due: not oftener than once in the interval. */
  boolean asksNow(long now, long interval) {
    if (isComplete || (asked && now - askedAt < interval)) {
      return false;
    }
    asked = true;
    askedAt = now;
    return true;
  }

  Heard hear(Topic topic, Payload payload, long now) {
    Member from = Member.of(topic);
    long time = time(payload.timestamp(), now);
    return switch (topic.kind()) {
      case NBIRTH -> nodeBirth(from, payload, time);
      case DBIRTH -> deviceBirth(from, payload, time);
      case NDATA, DDATA -> data(from, payload, time);
      case NDEATH -> nodeDeath(from, payload, time);
      case DDEATH -> deviceDeath(from, payload, time);
      case NCMD, DCMD -> throw new IllegalArgumentException("commands are for nodes");
    };
  }

  private Heard nodeBirth(Member from, Payload payload, long time) {
    List<Heard.Change> changes = new ArrayList<>();
    OptionalLong began = session(payload);
    if (!began.equals(session)) {
      leave(changes, time);
    }
    devices.clear();
    session = began;
    birth = Birth.of(payload);
    bytes = cost + birth.bytes();
    expected = payload.seq().isPresent() ? next(payload.seq().getAsLong()) : -1;
    isComplete = true;
    changes.add(new Heard.Change(from, true, time));
    return heard(from, birth, payload, time, changes, Optional.empty());
  }

  private Heard deviceBirth(Member from, Payload payload, long time) {
    Optional<String> complaint = order(payload);
    if (complaint.isEmpty() && birth == Birth.NONE) {
      complaint = Optional.of("the birth of the node is not known");
    }
    Birth born = Birth.of(payload);
    String name = from.device().orElseThrow();
    Birth before = devices.put(name, born);
    bytes += born.bytes() + (before == null ? COST + 2L * name.length() : -before.bytes());
    List<Heard.Change> changes = List.of(new Heard.Change(from, true, time));
    return heard(from, born, payload, time, changes, complaint);
  }

  private Heard data(Member from, Payload payload, long time) {
    Optional<String> complaint = order(payload);
    Birth born = birth(from.device());
    if (complaint.isEmpty() && born == Birth.NONE) {
      complaint = Optional.of("the birth of " + from + " is not known");
    }
    return heard(from, born, payload, time, List.of(), complaint);
  }

  private Heard nodeDeath(Member from, Payload payload, long time) {
    OptionalLong ended = session(payload);
    if (session.isPresent() && ended.isPresent() && !ended.equals(session)) {
      return new Heard(from, List.of(), List.of(), 0, Optional.empty());
    }
    List<Heard.Change> changes = new ArrayList<>();
    changes.add(new Heard.Change(from, false, time));
    leave(changes, time);
    forget();
    return new Heard(from, List.of(), changes, 0, Optional.empty());
  }

  private Heard deviceDeath(Member from, Payload payload, long time) {
    Optional<String> complaint = order(payload);
    Birth gone = devices.remove(from.device().orElseThrow());
    if (gone != null) {
      bytes -= gone.bytes() + COST + 2L * from.device().get().length();
    }
    List<Heard.Change> changes = List.of(new Heard.Change(from, false, time));
    return new Heard(from, List.of(), changes, 0, complain(complaint));
  }

  /** All devices end with the session of their node. */
  private void leave(List<Heard.Change> changes, long time) {
    for (String device : devices.keySet()) {
      var member = new Member(node.group(), node.node(), Optional.of(device));
      changes.add(new Heard.Change(member, false, time));
    }
  }

  private Heard heard(
      Member from,
      Birth born,
      Payload payload,
      long time,
      List<Heard.Change> changes,
      Optional<String> complaint) {
    List<Heard.Reported> values = new ArrayList<>(payload.metrics().size());
    int lost = 0;
    for (Metric metric : payload.metrics()) {
      Optional<Birth.Known> known = born.of(metric);
      Datatype datatype = metric.datatype();
      if (datatype == Datatype.UNKNOWN && known.isPresent()) {
        datatype = known.get().datatype();
      }
      String name = known.map(Birth.Known::name).or(metric::name).orElse("");
      boolean isWhole = metric.raw().map(raw -> raw.form().isWhole()).orElse(false);
      if (name.isEmpty() || (known.isEmpty() && datatype == Datatype.UNKNOWN && isWhole)) {
        lost++;
      } else if (!isControl(from, name) && (metric.isNull() || metric.raw().isPresent())) {
        Optional<Object> value = metric.raw().flatMap(datatype::read);
        long since = time(metric.timestamp(), time);
        values.add(new Heard.Reported(name, since, datatype, metric, value));
      }
    }
    Optional<String> wrong = complaint;
    if (wrong.isEmpty() && lost > 0) {
      wrong = Optional.of(lost + " metrics of " + from + " are in no birth");
    }
    return new Heard(from, values, changes, lost, complain(wrong));
  }

  private Optional<String> complain(Optional<String> complaint) {
    if (complaint.isPresent()) {
      isComplete = false;
    }
    return complaint;
  }

  /** Says so when messages are missing before this one. */
  private Optional<String> order(Payload payload) {
    if (payload.seq().isEmpty()) {
      return Optional.empty();
    }
    long came = payload.seq().getAsLong();
    int due = expected;
    expected = next(came);
    return due < 0 || came == due
        ? Optional.empty()
        : Optional.of(
            "message "
                + Long.toUnsignedString(came)
                + " came instead of "
                + due
                + ", some are lost");
  }

  private static int next(long place) {
    return (int) ((place + 1) & (PLACES - 1));
  }

  private static boolean isControl(Member from, String name) {
    return from.device().isEmpty() && (name.equals(SESSION) || name.startsWith(CONTROL));
  }

  private static OptionalLong session(Payload payload) {
    for (Metric metric : payload.metrics()) {
      if (metric.name().isPresent() && metric.name().get().equals(SESSION)) {
        Optional<Raw> raw = metric.raw().filter(each -> each.form().isWhole());
        return raw.isPresent() ? OptionalLong.of((Long) raw.get().content()) : OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  /** Clocks that do not go say 0; a time of arrival is better than 1970. */
  private static long time(OptionalLong said, long otherwise) {
    return said.isPresent() && said.getAsLong() > 0 ? said.getAsLong() : otherwise;
  }
}
