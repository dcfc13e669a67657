package io.integrationhost.kit.transport;

import io.integrationhost.kit.settings.ServerSettings;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Who may be connected to one port. Of a full port the one goes that has been silent longest since
 * it came, else of the address that holds most the one that has been idle longest, else the
 * newcomer. A port with room closes nobody. Thread-safe.
 */
final class Admission {

  private static final long SILENT = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

  /** One that is connected. */
  final class Member implements Guest {
    private final long since;
    private volatile long lastFrame;
    private volatile Runnable leave;
    private Optional<InetAddress> address = Optional.empty();

    private Member(long now, Runnable leave) {
      this.since = now;
      this.lastFrame = now;
      this.leave = leave;
    }

    @Override
    public void heard(long now) {
      lastFrame = now;
    }

    @Override
    public void spoke() {
      Admission.this.spoke(this);
    }

    /** How it is made to go, from any thread. */
    void leaveBy(Runnable action) {
      leave = action;
    }
  }

  private final ServerSettings.Connections limits;
  private final Set<Member> guests = new HashSet<>();
  private final Set<Member> silent = new LinkedHashSet<>();
  private final Map<InetAddress, Set<Member>> byAddress = new HashMap<>();
  private long refused;
  private long nobodyIdleUntil;
  private boolean nobodyIdle;

  Admission(ServerSettings.Connections limits) {
    this.limits = limits;
  }

  /**
   * Lets one more in, if need be in place of another.
   *
   * @param leave makes it go again
   * @return empty when it may not come in
   */
  Optional<Member> admit(long now, Runnable leave) {
    Optional<Member> victim = Optional.empty();
    Member guest;
    synchronized (this) {
      if (guests.size() >= limits.most()) {
        victim = victim(now);
        if (victim.isEmpty()) {
          refused++;
          return Optional.empty();
        }
        forget(victim.get());
      }
      guest = new Member(now, leave);
      guests.add(guest);
      silent.add(guest);
    }
    victim.ifPresent(one -> one.leave.run());
    return Optional.of(guest);
  }

  /** Its address is known; false when there are too many of it. */
  synchronized boolean identify(Member guest, InetAddress address) {
    Set<Member> same = byAddress.computeIfAbsent(address, none -> new HashSet<>());
    if (same.size() >= limits.mostPerAddress()) {
      refused++;
      forget(guest);
      return false;
    }
    guest.address = Optional.of(address);
    same.add(guest);
    return true;
  }

  private synchronized void spoke(Member guest) {
    silent.remove(guest);
  }

  synchronized void left(Member guest) {
    forget(guest);
  }

  /** One more is turned away, for a reason of others. */
  synchronized void refuse() {
    refused++;
  }

  private void forget(Member guest) {
    guests.remove(guest);
    silent.remove(guest);
    guest.address.ifPresent(
        address -> {
          Set<Member> same = byAddress.get(address);
          if (same != null && same.remove(guest) && same.isEmpty()) {
            byAddress.remove(address);
          }
        });
  }

  private Optional<Member> victim(long now) {
    for (Member oldest : silent) {
      if (now - oldest.since >= SILENT) {
        return Optional.of(oldest);
      }
      break;
    }
    if (nobodyIdle && now - nobodyIdleUntil < 0) {
      return Optional.empty();
    }
    Optional<Member> idle =
        byAddress.values().stream()
            .max(Comparator.comparingInt(Set::size))
            .flatMap(
                same -> same.stream().max(Comparator.comparingLong(one -> now - one.lastFrame)))
            .filter(one -> now - one.lastFrame >= limits.idleWhenFull().toNanos());
    // Who knocks at a full port again and again must not make us look at all each time.
    nobodyIdle = idle.isEmpty();
    nobodyIdleUntil = now + LOOK_AGAIN;
    return idle;
  }

  synchronized int size() {
    return guests.size();
  }

  synchronized long refused() {
    return refused;
  }
}
