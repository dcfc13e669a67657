package io.integrationhost.kit.transport;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The devices of one connection: the one that it said it is, those that it said it reaches, or, as
 * long as it said nothing, those that the host's receipts named: a gateway may have several. Of
 * these, of more than the limit, the one that was named first is forgotten. Thread-safe, since
 * receipts come on a thread of their own.
 */
final class Names {

  static final int MOST = 1_000;

  private final Devices devices;
  private final Party<?> party;
  private final Set<String> reached = new LinkedHashSet<>();
  private Optional<String> own = Optional.empty();
  private boolean said;
  private boolean closed;

  Names(Devices devices, Party<?> party) {
    this.devices = devices;
    this.party = party;
  }

  synchronized Optional<String> own() {
    return own;
  }

  /** The device of this connection; whether it can be reached. */
  synchronized boolean say(String name) {
    if (closed) {
      return false;
    }
    boolean again = own.filter(name::equals).isPresent();
    if (!again) {
      forgetAll();
    }
    said = true;
    own = Optional.of(name);
    return devices.remember(name, party);
  }

  /** The devices behind this connection; those that can be reached. */
  synchronized List<String> say(Collection<String> names) {
    if (closed) {
      return List.of();
    }
    Set<String> wanted = new LinkedHashSet<>(names);
    own.filter(name -> !wanted.contains(name)).ifPresent(name -> devices.forget(name, party));
    own = Optional.empty();
    reached.removeIf(
        name -> {
          boolean left = !wanted.contains(name);
          if (left) {
            devices.forget(name, party);
          }
          return left;
        });
    said = true;
    wanted.removeIf(name -> !devices.remember(name, party));
    reached.addAll(wanted);
    return List.copyOf(wanted);
  }

  /** A receipt named devices. */
  synchronized void heard(List<String> names) {
    if (closed || said) {
      return;
    }
    for (String name : names) {
      // Remembered again each time: another connection may have had the device meanwhile.
      if (devices.remember(name, party) && reached.add(name) && reached.size() > MOST) {
        Iterator<String> oldest = reached.iterator();
        devices.forget(oldest.next(), party);
        oldest.remove();
      }
    }
  }

  private void forgetAll() {
    own.ifPresent(name -> devices.forget(name, party));
    own = Optional.empty();
    reached.forEach(name -> devices.forget(name, party));
    reached.clear();
  }

  /** Takes nothing more: the connection is gone, though receipts may still come. */
  synchronized void close() {
    closed = true;
    forgetAll();
  }
}
