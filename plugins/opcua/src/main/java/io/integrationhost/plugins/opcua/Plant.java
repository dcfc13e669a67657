package io.integrationhost.plugins.opcua;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * The devices that the mappings find on the server. They stay over sessions, so that nothing is
 * published twice when one comes back. Scanned by one thread, which waits; asked by any.
 */
final class Plant {

  private static final int MOST_PER_READ = 1_000;

  private final Settings settings;
  private final Flow flow;
  private final Figures figures;
  private final Clock clock;
  private final Map<Scan.Key, DeviceFeed> feeds = new LinkedHashMap<>();
  private volatile List<DeviceFeed> known = List.of();
  private volatile List<String> problems = List.of();
  private volatile Optional<Duration> took = Optional.empty();
  private volatile int seen;

  Plant(Settings settings, Flow flow, Figures figures, Clock clock) {
    this.settings = settings;
    this.flow = flow;
    this.figures = figures;
    this.clock = clock;
  }

  /** Looks for devices, and has those watched that are not yet in this session. */
  void scan(OpcUaClient client, Subscriptions subscriptions, ServerSession.AtOnce atOnce)
      throws UaException, InterruptedException {
    long start = System.nanoTime();
    var browser =
        new Browser(client, settings.server().timeout(), settings.limits(), atOnce.browsed());
    List<Scan.Found> found = new Scan(settings.mappings(), browser).run();
    List<DeviceFeed> gone = merge(found, browser.problems().isEmpty());
    subscriptions.remove(gone);
    gone.forEach(DeviceFeed::end);
    List<DeviceFeed> fresh =
        feeds.values().stream().filter(each -> !subscriptions.has(each)).toList();
    known = List.copyOf(feeds.values());
    begin(client, fresh, Math.min(MOST_PER_READ, atOnce.read()));
    subscriptions.add(fresh);
    problems = problems(browser);
    seen = browser.seen();
    took = Optional.of(Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * Keeps what is as it was.
   *
   * @param isWhole whether what was not found is not there
   * @return devices that are gone, or whose variables are others now
   */
  private List<DeviceFeed> merge(List<Scan.Found> found, boolean isWhole) {
    List<DeviceFeed> gone = new ArrayList<>();
    Map<Scan.Key, Scan.Found> byKey = new HashMap<>();
    for (Scan.Found each : found) {
      byKey.put(each.key(), each);
      DeviceFeed former = feeds.get(each.key());
      boolean isSame =
          former != null
              && (former.device().variables().equals(each.variables())
                  || (!isWhole && each.variables().size() < former.device().variables().size()));
      if (!isSame) {
        if (former != null) {
          gone.add(former);
        }
        feeds.put(each.key(), new DeviceFeed(each, flow, figures, clock));
      }
    }
    if (isWhole) {
      feeds
          .values()
          .removeIf(
              each -> {
                boolean isGone = !byKey.containsKey(each.device().key());
                if (isGone) {
                  gone.add(each);
                }
                return isGone;
              });
    }
    return gone;
  }

  private void begin(OpcUaClient client, List<DeviceFeed> fresh, int size)
      throws UaException, InterruptedException {
    List<DeviceFeed.Item> items = fresh.stream().flatMap(each -> each.items().stream()).toList();
    Map<DeviceFeed, Map<DeviceFeed.Item, DataValue>> read = new LinkedHashMap<>();
    fresh.forEach(each -> read.put(each, new LinkedHashMap<>()));
    for (int i = 0; i < items.size(); i += size) {
      List<DeviceFeed.Item> some = items.subList(i, Math.min(items.size(), i + size));
      List<DataValue> values = read(client, some);
      for (int k = 0; k < Math.min(some.size(), values.size()); k++) {
        read.get(some.get(k).feed()).put(some.get(k), values.get(k));
      }
    }
    read.forEach(DeviceFeed::begin);
  }

  /** In halves where it is too much at once, or one of them is refused in a way that stops all. */
  private List<DataValue> read(OpcUaClient client, List<DeviceFeed.Item> items)
      throws UaException, InterruptedException {
    try {
      DataValue[] values =
          Await.answer(
                  "Read",
                  client.readAsync(
                      0.0,
                      TimestampsToReturn.Both,
                      items.stream()
                          .map(
                              each ->
                                  new ReadValueId(each.node(), AttributeId.Value.uid(), null, null))
                          .toList()),
                  settings.server().timeout())
              .getResults();
      return values == null ? List.of() : List.of(values);
    } catch (UaException e) {
      if (!Await.isRefusal(e) && !Await.isTooMuch(e.getStatusCode())) {
        throw e;
      }
      if (items.size() == 1) {
        return List.of(new DataValue(e.getStatusCode()));
      }
      int half = items.size() / 2;
      List<DataValue> all = new ArrayList<>(read(client, items.subList(0, half)));
      while (all.size() < half) {
        all.add(new DataValue(StatusCode.BAD));
      }
      all.addAll(read(client, items.subList(half, items.size())));
      return all;
    }
  }

  private List<String> problems(Browser browser) {
    List<String> all = new ArrayList<>(browser.problems());
    if (feeds.isEmpty()) {
      all.add(
          "no node matches any mapping; 'plugin opcua browse' shows what the server has and proposes"
              + " a mapping");
    }
    for (DeviceFeed each : feeds.values()) {
      List<String> missing = each.device().missing();
      if (!missing.isEmpty()) {
        all.add(
            "device '"
                + Words.cut(each.device().node().fqn())
                + "' has no variable "
                + missing
                + ", which its mapping requires");
      }
    }
    return all;
  }

  /** Whether a scan has ended well. */
  boolean isKnown() {
    return took.isPresent();
  }

  List<DeviceFeed> feeds() {
    return known;
  }

  /** What is wrong with the server's nodes, in words. */
  List<String> problems() {
    return problems;
  }

  /** The names in ThingsBoard that are known so far. */
  List<String> names() {
    return known.stream().flatMap(each -> each.names().stream()).toList();
  }

  Optional<Duration> took() {
    return took;
  }

  int seen() {
    return seen;
  }
}
