package io.integrationhost.plugins.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of one session, none with too many items. Made and changed by one thread, which
 * waits for the server; values come on threads of the library, those of one subscription in order.
 */
final class Subscriptions {

  private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);

  private static final Duration ALIVE = Duration.ofSeconds(10);

  /** How long the server keeps a subscription that nobody asks for: a full host makes it wait. */
  private static final Duration LIFETIME = Duration.ofMinutes(3);

  private static final int MOST_ITEMS_PER_CALL = 1_000;
  private static final int MOST_PER_PUBLISH = 1_000;

  private final OpcUaClient client;
  private final int room;
  private final Flow flow;
  private final Figures figures;
  private final Consumer<OpcUaSubscription> broken;
  private final List<OpcUaSubscription> subscriptions = new ArrayList<>();
  private final Map<DeviceFeed, List<OpcUaMonitoredItem>> items = new HashMap<>();
  private final Map<OpcUaMonitoredItem, OpcUaSubscription> homes = new HashMap<>();
  private final Map<DeviceFeed.Item, String> problems = new ConcurrentHashMap<>();
  private final Map<OpcUaSubscription, Long> heard = new ConcurrentHashMap<>();
  private int itemsPerCall = MOST_ITEMS_PER_CALL;
  private boolean mayBeMore = true;
  private final Set<OpcUaSubscription> silent = ConcurrentHashMap.newKeySet();
  private volatile int count;

  /**
   * None yet.
   *
   * @param room items of one subscription
   * @param broken gets a subscription that the server has lost, on a thread that must not wait
   */
  Subscriptions(
      OpcUaClient client,
      int room,
      Flow flow,
      Figures figures,
      Consumer<OpcUaSubscription> broken) {
    this.client = client;
    this.room = room;
    this.flow = flow;
    this.figures = figures;
    this.broken = broken;
  }

  private final class Listener implements OpcUaSubscription.SubscriptionListener {
    @Override
    public void onDataReceived(
        OpcUaSubscription subscription, List<OpcUaMonitoredItem> changed, List<DataValue> values) {
      hear(subscription);
      figures.received.add(changed.size());
      deliver(changed, values);
    }

    @Override
    public void onKeepAliveReceived(OpcUaSubscription subscription) {
      hear(subscription);
    }

    @Override
    public void onNotificationDataLost(OpcUaSubscription subscription) {
      figures.lost.add(1);
    }

    @Override
    public void onWatchdogTimerElapsed(OpcUaSubscription subscription) {
      silent.add(subscription);
      broken.accept(subscription);
    }

    @Override
    public void onStatusChanged(OpcUaSubscription subscription, StatusCode status) {
      if (status.isBad()) {
        broken.accept(subscription);
      }
    }

    @Override
    public void onTransferFailed(OpcUaSubscription subscription, StatusCode status) {
      broken.accept(subscription);
    }
  }

  private void deliver(List<OpcUaMonitoredItem> changed, List<DataValue> values) {
    Map<DeviceFeed, List<DeviceFeed.Item>> byFeed = new LinkedHashMap<>();
    Map<DeviceFeed, List<DataValue>> valuesByFeed = new HashMap<>();
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i).getUserObject().orElse(null) instanceof DeviceFeed.Item item) {
        byFeed.computeIfAbsent(item.feed(), feed -> new ArrayList<>()).add(item);
        valuesByFeed.computeIfAbsent(item.feed(), feed -> new ArrayList<>()).add(values.get(i));
      }
    }
    byFeed.forEach(
        (feed, itsItems) -> {
          try {
            feed.changed(itsItems, valuesByFeed.get(feed));
          } catch (RuntimeException | Error e) {
            // One device must not stop those behind it.
            flow.trouble("device '" + Words.cut(feed.device().node().fqn()) + "'", e);
          }
        });
  }

  boolean has(DeviceFeed feed) {
    return items.containsKey(feed);
  }

  private void hear(OpcUaSubscription subscription) {
    heard.put(subscription, System.nanoTime());
    silent.remove(subscription);
  }

  /** Whether the server was heard on a subscription since then, by {@link System#nanoTime}. */
  boolean isHeard(OpcUaSubscription subscription, long since) {
    Long last = heard.get(subscription);
    return last != null && last - since > 0;
  }

  /** Items that the server watches. */
  int items() {
    return count;
  }

  int subscriptions() {
    return heard.size();
  }

  /** What the server does not watch or tell, and why, in words. */
  List<String> problems() {
    List<String> all = new ArrayList<>();
    int silences = silent.size();
    // A server that we do not ask says nothing.
    if (silences > 0 && !flow.isClosed()) {
      all.add(
          "the server says nothing on "
              + silences
              + " of "
              + heard.size()
              + " subscriptions, which are made again if that lasts");
    }
    problems.entrySet().stream()
        .map(each -> "variable " + each.getKey().label() + ": " + each.getValue())
        .sorted()
        .forEach(all::add);
    return all;
  }

  /** Has the server watch the variables of devices. */
  void add(List<DeviceFeed> feeds) throws UaException {
    mayBeMore = true;
    for (DeviceFeed feed : feeds) {
      List<OpcUaMonitoredItem> monitored = new ArrayList<>();
      for (DeviceFeed.Item item : feed.items()) {
        OpcUaSubscription home = home(feed.device().mapping().options().publishing());
        OpcUaMonitoredItem each = monitored(item);
        home.addMonitoredItem(each);
        homes.put(each, home);
        monitored.add(each);
      }
      items.put(feed, monitored);
    }
    create();
  }

  private OpcUaSubscription home(Duration publishing) throws UaException {
    double millis = (double) publishing.toMillis();
    for (OpcUaSubscription each : subscriptions) {
      if (each.getPublishingInterval() == millis && each.getMonitoredItems().size() < room) {
        return each;
      }
    }
    Optional<OpcUaSubscription> only = mayBeMore ? Optional.empty() : makeshift(millis);
    if (only.isPresent()) {
      return only.get();
    }
    var made = new OpcUaSubscription(client, millis);
    long alive = Math.max(1, ALIVE.toMillis() / publishing.toMillis());
    made.setLifetimeAndKeepAliveCalculated(false);
    made.setMaxKeepAliveCount(uint(alive));
    made.setLifetimeCount(uint(Math.max(5 * alive, LIFETIME.toMillis() / publishing.toMillis())));
    made.setMaxNotificationsPerPublish(uint(MOST_PER_PUBLISH));
    made.setMaxMonitoredItemsPerCall(uint(itemsPerCall));
    made.setSubscriptionListener(new Listener());
    try {
      made.create();
    } catch (UaException e) {
      mayBeMore = false;
      return makeshift(millis).orElseThrow(() -> e);
    }
    flow.add(made.getDeliveryQueue());
    subscriptions.add(made);
    heard.put(made, System.nanoTime());
    return made;
  }

  /** One that is full or has another interval, where the server grants no more of them. */
  private Optional<OpcUaSubscription> makeshift(double millis) {
    return subscriptions.stream()
        .filter(each -> each.getPublishingInterval() == millis)
        .findFirst()
        .or(() -> subscriptions.stream().findFirst());
  }

  private static OpcUaMonitoredItem monitored(DeviceFeed.Item item) {
    Mapping.Options options = item.options();
    OpcUaMonitoredItem monitored = OpcUaMonitoredItem.newDataItem(item.node());
    monitored.setSamplingInterval((double) options.sampling().toMillis());
    monitored.setQueueSize(uint(options.queueSize()));
    monitored.setDiscardOldest(true);
    if (options.deadband() > 0) {
      monitored.setFilter(
          new DataChangeFilter(
              DataChangeTrigger.StatusValue,
              uint(DeadbandType.Absolute.getValue()),
              options.deadband()));
    }
    monitored.setUserObject(item);
    return monitored;
  }

  /** Makes items that the server does not have yet, those that it refused before among them. */
  void create() {
    subscriptions.forEach(this::create);
    tally();
  }

  private void create(OpcUaSubscription subscription) {
    boolean isTooMuch = false;
    for (MonitoredItemServiceOperationResult result : subscription.createMonitoredItems()) {
      StatusCode service = result.serviceResult();
      isTooMuch |= Await.isTooMuch(service);
      if (result.monitoredItem().getUserObject().orElse(null) instanceof DeviceFeed.Item item) {
        StatusCode status =
            service.isGood() ? result.operationResult().orElse(StatusCode.BAD) : service;
        if (status.isGood()) {
          problems.remove(item);
        } else {
          problems.put(item, Words.status(status));
        }
      }
    }
    for (OpcUaMonitoredItem each : subscription.getMonitoredItems()) {
      if (each.getSyncState() == OpcUaMonitoredItem.SyncState.INITIAL
          && each.getUserObject().orElse(null) instanceof DeviceFeed.Item item) {
        problems.putIfAbsent(item, "the server does not answer");
      }
    }
    if (isTooMuch && itemsPerCall > 1) {
      itemsPerCall /= 2;
      subscriptions.forEach(each -> each.setMaxMonitoredItemsPerCall(uint(itemsPerCall)));
      create(subscription);
    }
  }

  private void tally() {
    count = homes.size() - problems.size();
  }

  /** Has the server no longer watch what belongs to these devices. */
  void remove(List<DeviceFeed> feeds) {
    Set<OpcUaSubscription> touched = new HashSet<>();
    for (DeviceFeed feed : feeds) {
      feed.items().forEach(problems::remove);
      List<OpcUaMonitoredItem> gone = items.remove(feed);
      for (OpcUaMonitoredItem each : gone == null ? List.<OpcUaMonitoredItem>of() : gone) {
        OpcUaSubscription home = homes.remove(each);
        home.removeMonitoredItem(each);
        touched.add(home);
      }
    }
    touched.forEach(OpcUaSubscription::deleteMonitoredItems);
    tally();
  }

  /** Makes a subscription again that the server has lost, or that has gone silent. */
  void recreate(OpcUaSubscription subscription) throws UaException {
    if (!subscriptions.contains(subscription)) {
      return;
    }
    try {
      subscription.delete();
    } catch (UaException e) {
      log.debug("the subscription was gone already", e);
    }
    subscription.reset();
    subscription.create();
    figures.recreated.add(1);
    hear(subscription);
    create();
  }

  /** Makes those again that the server has not kept for a new session. */
  void recreateLost() throws UaException {
    for (OpcUaSubscription each : subscriptions) {
      if (each.getSubscriptionId().isEmpty()) {
        recreate(each);
      }
    }
  }

  /** The session has ended. */
  void end() {
    subscriptions.forEach(each -> flow.remove(each.getDeliveryQueue()));
  }
}
