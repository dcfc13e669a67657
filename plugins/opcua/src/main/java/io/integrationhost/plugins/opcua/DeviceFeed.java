package io.integrationhost.plugins.opcua;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Values;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * What is known of one device, and what of it the host still has to take: at most the newest value
 * of each variable. Thread-safe.
 */
final class DeviceFeed {

  private static final int MOST_NAMES = 10;

  /** The part of a status that is a code; the rest tells how the value came. */
  private static final long CODE = 0xFFFF0000L;

  /** The server's queue had no room for values before this one. */
  private static final long OVERFLOW = 0x0480;

  /** A variable of the device. */
  static final class Item {
    private final DeviceFeed feed;
    private final int tag;
    private final NodeId node;
    private Object value;
    private StatusCode status;
    private long time;
    private long change;
    private boolean isPending;

    private Item(DeviceFeed feed, int tag, NodeId node) {
      this.feed = feed;
      this.tag = tag;
      this.node = node;
    }

    DeviceFeed feed() {
      return feed;
    }

    NodeId node() {
      return node;
    }

    Mapping.Options options() {
      return feed.options;
    }

    /** For people. */
    String label() {
      return "'" + feed.tag(tag).path() + "' of '" + Words.cut(feed.device.node().fqn()) + "'";
    }
  }

  /** A value of an item, which a newer one may have replaced since. */
  private record Change(Item item, long number, Object value, StatusCode status, long time) {}

  private final Scan.Found device;
  private final Mapping.Options options;
  private final Flow flow;
  private final Figures figures;
  private final Clock clock;
  private final Source source;
  private final Map<Integer, Item> items = new LinkedHashMap<>();
  private final Set<String> names = new LinkedHashSet<>();
  private boolean isGone;
  private boolean isBegun;
  private boolean owesFirst;

  DeviceFeed(Scan.Found device, Flow flow, Figures figures, Clock clock) {
    this.device = device;
    this.flow = flow;
    this.figures = figures;
    this.clock = clock;
    options = device.mapping().options();
    source = new Source(device.node().id().toParseableString());
    device.variables().forEach((tag, node) -> items.put(tag, new Item(this, tag, node)));
    if (options.output() == Mapping.Output.DECODED) {
      names.add(name());
    }
  }

  Scan.Found device() {
    return device;
  }

  List<Item> items() {
    return List.copyOf(items.values());
  }

  /** The names in ThingsBoard that are known so far. */
  synchronized List<String> names() {
    return List.copyOf(names);
  }

  private Mapping.Tag tag(int number) {
    return device.mapping().tags().get(number);
  }

  private String name() {
    String name =
        options
            .deviceName()
            .replace("${name}", device.node().name())
            .replace("${fqn}", device.node().fqn())
            .replace("${identifier}", device.node().identifier());
    return name.isBlank() ? device.node().id().toParseableString() : name;
  }

  /** What was read when the device was found: one message with all its variables. */
  synchronized void begin(Map<Item, DataValue> read) {
    List<Change> changes = new ArrayList<>();
    read.forEach((item, value) -> take(item, value).ifPresent(changes::add));
    if (!isBegun && options.output() == Mapping.Output.CONVERTER) {
      isBegun = true;
      publish(true, changes);
    } else {
      isBegun = true;
      separately(changes);
    }
  }

  /** What has changed, in order. */
  synchronized void changed(List<Item> changed, List<DataValue> values) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < changed.size(); i++) {
      take(changed.get(i), values.get(i)).ifPresent(changes::add);
    }
    separately(changes);
  }

  /** ThingsBoard's own integration has one message for each change. */
  private void separately(List<Change> changes) {
    if (options.output() == Mapping.Output.DECODED) {
      publish(false, changes);
    } else {
      changes.forEach(each -> publish(false, List.of(each)));
    }
  }

  /** Empty for what the server says again after a subscription was made anew. */
  private Optional<Change> take(Item item, DataValue given) {
    Object value = given.getValue() == null ? null : given.getValue().value();
    StatusCode status = Objects.requireNonNullElse(given.getStatusCode(), StatusCode.GOOD);
    if ((status.value() & OVERFLOW) == OVERFLOW) {
      figures.lost.add(1);
    }
    boolean isSame =
        item.change > 0
            && (status.value() & CODE) == (item.status.value() & CODE)
            && (value == null || Objects.deepEquals(value, item.value));
    if (isSame) {
      return Optional.empty();
    }
    if (status.isBad()) {
      figures.bad.add(1);
    }
    if (item.isPending) {
      figures.superseded.add(1);
      item.isPending = false;
    }
    item.change++;
    item.status = status;
    item.time = time(given);
    if (value != null) {
      item.value = value;
    }
    return Optional.of(change(item));
  }

  private static Change change(Item item) {
    return new Change(item, item.change, item.value, item.status, item.time);
  }

  private long time(DataValue value) {
    DateTime time = value.getSourceTime() == null ? value.getServerTime() : value.getSourceTime();
    return options.sourceTime() && time != null && time.isNotNull()
        ? time.getJavaTime()
        : clock.millis();
  }

  /** Offers the newest of what was not taken. */
  synchronized void retry() {
    List<Change> changes = new ArrayList<>();
    for (Item item : items.values()) {
      if (item.isPending) {
        item.isPending = false;
        changes.add(change(item));
      }
    }
    if (owesFirst) {
      owesFirst = false;
      publish(true, changes);
    } else {
      separately(changes);
    }
  }

  /** The device is there no more: nothing is offered again. */
  synchronized void end() {
    isGone = true;
    items.values().forEach(item -> item.isPending = false);
  }

  private void publish(boolean isAll, List<Change> changes) {
    if (isGone) {
      return;
    }
    Optional<Uplink> uplink =
        options.output() == Mapping.Output.DECODED
            ? decoded(changes)
            : Optional.of(payload(isAll, changes));
    uplink.ifPresent(some -> flow.publish(some, receipt -> done(receipt, isAll, changes)));
  }

  private synchronized void done(Receipt receipt, boolean isAll, List<Change> changes) {
    for (String name : receipt.devices()) {
      if (names.size() < MOST_NAMES) {
        names.add(name);
      }
    }
    if (receipt.isSettled() || isGone) {
      return;
    }
    owesFirst |= isAll;
    boolean isNewest = isAll;
    for (Change each : changes) {
      if (each.number() == each.item().change) {
        each.item().isPending = true;
        isNewest = true;
      } else {
        figures.superseded.add(1);
      }
    }
    if (isNewest) {
      flow.refused(this);
    }
  }

  private Uplink payload(boolean isAll, List<Change> changes) {
    Map<Integer, Change> byTag = new LinkedHashMap<>();
    changes.forEach(each -> byTag.put(each.item().tag, each));
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < device.mapping().tags().size(); i++) {
      Change change = byTag.get(i);
      Item item = items.get(i);
      if (change == null && item != null && item.change > 0) {
        change = change(item);
      }
      if (byTag.containsKey(i) || isAll || tag(i).required()) {
        put(values, tag(i).key(), change);
      }
    }
    Map<String, String> metadata =
        Map.of(
            "opcUaNode_identifier", device.node().identifier(),
            "opcUaNode_namespaceIndex", Integer.toString(device.node().namespace()),
            "opcUaNode_name", device.node().name(),
            "opcUaNode_fqn", device.node().fqn());
    return new Uplink.Payload(
        Bytes.utf8(Values.json(values)), ContentType.JSON, metadata, source, Optional.empty());
  }

  private void put(Map<String, Object> values, String key, Change change) {
    Object value = change == null ? null : change.value();
    boolean isText = options.values() == Mapping.Form.TEXT;
    values.put(key, isText ? VariableValues.text(value) : VariableValues.plain(value));
    if (change != null && options.quality()) {
      values.put(key + "_status", Words.status(change.status()));
    }
    if (change != null && options.sourceTime()) {
      values.put(key + "_ts", change.time());
    }
  }

  private Optional<Uplink> decoded(List<Change> changes) {
    List<TimedValues> times = new ArrayList<>(changes.size());
    for (Change each : changes) {
      Map<String, Value> values = new LinkedHashMap<>();
      String key = tag(each.item().tag).key();
      if (!each.status().isBad()) {
        VariableValues.decoded(each.value()).ifPresent(value -> values.put(key, value));
      }
      if (options.quality()) {
        values.put(key + "_status", Value.of(Words.status(each.status())));
      }
      if (!values.isEmpty()) {
        times.add(new TimedValues(each.time(), values));
      }
    }
    return times.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Uplink.Telemetry(new Device(name(), options.deviceType()), times, source));
  }
}
