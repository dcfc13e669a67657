package io.integrationhost.admin.live;

import io.integrationhost.host.Host;
import io.integrationhost.host.front.TransportView;
import io.integrationhost.host.integration.RunningIntegration;
import io.integrationhost.plugin.Wire;
import io.integrationhost.runtime.wire.SessionView;
import io.integrationhost.runtime.wire.TransportWire;
import io.integrationhost.runtime.wire.WireWatcher;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Lets several look at the bytes of an integration's transports; those that are made anew are
 * watched within a second. Safe for any thread.
 */
final class Wires {

  private final Host host;
  private final Map<String, List<Watcher>> watchers = new ConcurrentHashMap<>();

  /** Those of transports that are watched, to leave them. Guarded by this. */
  private final IdentityHashMap<TransportWire, Watched> watched = new IdentityHashMap<>();

  /** One of an integration that is watched, and how that ends. */
  private record Watched(String integration, Runnable leave) {}

  /** Somebody who looks; called on threads of plugins: must not block. */
  interface Watcher {

    default void received(String transport, SessionView session, byte[] bytes, int length) {}

    default void sent(String transport, SessionView session, byte[] bytes, int length) {}

    default void opened(String transport, SessionView session) {}

    default void closed(String transport, SessionView session, Wire.End why) {}
  }

  Wires(Host host) {
    this.host = host;
  }

  /** Has somebody look at an integration; the returned task ends that. */
  Runnable watch(String integration, Watcher watcher) {
    watchers.computeIfAbsent(integration, name -> new CopyOnWriteArrayList<>()).add(watcher);
    look();
    return () -> {
      watchers.getOrDefault(integration, List.of()).remove(watcher);
      look();
    };
  }

  /** Watches what is new, and leaves what nobody looks at; called about once a second. */
  synchronized void look() {
    watchers.values().removeIf(List::isEmpty);
    if (watchers.isEmpty() && watched.isEmpty()) {
      return;
    }
    for (RunningIntegration integration : host.integrations()) {
      List<Watcher> all = watchers.get(integration.name());
      for (TransportView transport : integration.view().transports()) {
        transport.wire().ifPresent(wire -> look(wire, integration.name(), transport.name(), all));
      }
    }
    watched
        .entrySet()
        .removeIf(
            entry -> {
              boolean left = !watchers.containsKey(entry.getValue().integration());
              if (left) {
                entry.getValue().leave().run();
              }
              return left;
            });
  }

  private void look(TransportWire wire, String integration, String transport, List<Watcher> all) {
    if (all != null && !watched.containsKey(wire)) {
      watched.put(wire, new Watched(integration, wire.watch(new Fan(transport, all))));
    }
  }

  /** Brings what one transport tells to all who look. */
  private record Fan(String transport, List<Watcher> all) implements WireWatcher {

    @Override
    public void received(SessionView session, byte[] bytes, int length) {
      all.forEach(each -> each.received(transport, session, bytes, length));
    }

    @Override
    public void sent(SessionView session, byte[] bytes, int length) {
      all.forEach(each -> each.sent(transport, session, bytes, length));
    }

    @Override
    public void opened(SessionView session) {
      all.forEach(each -> each.opened(transport, session));
    }

    @Override
    public void closed(SessionView session, Wire.End why) {
      all.forEach(each -> each.closed(transport, session, why));
    }
  }
}
