package io.integrationhost.host.integration;

import io.integrationhost.host.settings.IntegrationSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The integrations of a host, by name. Thread-safe: the host may be closed while a change is under
 * way, which then starts nothing more.
 *
 * @param <I> what runs
 */
public final class IntegrationSet<I extends LiveIntegration> implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(IntegrationSet.class);

  /** A plugin may take its own deadline to stop, and a link some seconds to leave. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final Function<IntegrationSettings, I> factory;
  private final Duration deadline;
  private final Map<String, Member<I>> members = new TreeMap<>();
  private final Map<String, CompletableFuture<Long>> stopping = new HashMap<>();
  private boolean closed;

  /** One that runs, with what it was made of. */
  private record Member<I>(IntegrationSettings settings, I running) {}

  /**
   * An empty set.
   *
   * @param factory makes an integration that is not started yet; may wait for a disk
   * @param deadline for the stop of an integration
   */
  public IntegrationSet(Function<IntegrationSettings, I> factory, Duration deadline) {
    this.factory = factory;
    this.deadline = deadline;
  }

  /**
   * Starts the first integrations; called once.
   *
   * @throws RuntimeException when one cannot be made; then none is started
   */
  public synchronized void start(List<IntegrationSettings> wanted) {
    for (IntegrationSettings each : wanted) {
      members.put(each.name(), new Member<>(each, factory.apply(each)));
    }
    members.values().forEach(member -> member.running().start());
  }

  /** What runs, by name. */
  public synchronized List<I> running() {
    return members.values().stream().map(Member::running).toList();
  }

  /**
   * Stops what is not wanted any more, has what has changed take that over or restarts it, and
   * starts what is new; leaves the others alone. Everything stops before anything starts, since a
   * key or a port may go from one integration to another. Waits for the stops.
   *
   * @return false when something could not be started; the next call tries again, unless this is
   *     closed
   */
  public boolean change(List<IntegrationSettings> wanted) {
    IntegrationChanges changes;
    List<IntegrationSettings> adopting = new ArrayList<>();
    List<IntegrationSettings> restarting = new ArrayList<>();
    List<CompletableFuture<Long>> stops = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return false;
      }
      changes =
          IntegrationChanges.between(
              members.values().stream().map(Member::settings).toList(), wanted);
      changes.removed().forEach(each -> stops.add(remove(each, changes.renamed(each))));
      for (IntegrationSettings each : changes.changed()) {
        if (members.get(each.name()).running().canAdopt(each)) {
          adopting.add(each);
        } else {
          restarting.add(each);
          stops.add(takeDown(each));
        }
      }
    }
    await(stops, deadline.plus(GRACE));
    boolean complete = true;
    for (IntegrationSettings each : adopting) {
      complete &= adopt(each);
    }
    for (IntegrationSettings each : restarting) {
      complete &= bringUp(each);
    }
    for (IntegrationSettings each : changes.added()) {
      complete &= bringUp(each);
    }
    return complete;
  }

  private CompletableFuture<Long> remove(IntegrationSettings gone, Optional<String> newName) {
    String name = gone.name();
    log.info("integration '{}' is not in the settings any more; stopping it", name);
    return stop(name)
        .whenComplete(
            (left, failure) -> {
              if (failure == null) {
                log.info(
                    "integration '{}' has stopped; its data stays on the disk ({} readings not"
                        + " delivered yet) and is used again when an integration of that name comes"
                        + " back",
                    name,
                    left);
                newName.filter(unused -> left > 0).ifPresent(now -> warnOfRename(name, now, left));
              }
            });
  }

  private static void warnOfRename(String name, String now, long left) {
    log.warn(
        "integration '{}' seems to be '{}' under a new name: {} readings stored under the former"
            + " name are delivered only when '{}' is in the settings again; name it back until"
            + " they are",
        now,
        name,
        left,
        name);
  }

  private boolean adopt(IntegrationSettings wanted) {
    String name = wanted.name();
    Member<I> member;
    synchronized (this) {
      member = members.get(name);
    }
    if (member == null) {
      // The host is stopping.
      return false;
    }
    log.info(
        "integration '{}' has changed settings ({}); {}",
        name,
        IntegrationChanges.differences(member.settings(), wanted),
        member.settings().hasLinkOf(wanted)
            ? "the transports that are affected are replaced"
            : "connecting anew, its devices are served on");
    try {
      member.running().adopt(wanted);
    } catch (RuntimeException | Error e) {
      log.error(
          "integration '{}' cannot use its changed settings: {}; it is tried again, and runs on with"
              + " the former ones",
          name,
          text(e));
      return false;
    }
    synchronized (this) {
      return members.replace(name, member, new Member<>(wanted, member.running()));
    }
  }

  private CompletableFuture<Long> takeDown(IntegrationSettings wanted) {
    String name = wanted.name();
    IntegrationSettings before = members.get(name).settings();
    log.info(
        "integration '{}' has changed settings ({}); restarting it",
        name,
        IntegrationChanges.differences(before, wanted));
    boolean otherKey = !IntegrationChanges.hasKeyOf(before, wanted);
    return stop(name)
        .whenComplete(
            (left, failure) -> {
              if (failure == null && left > 0 && otherKey) {
                log.warn(
                    "integration '{}': {} readings that were stored under its former routing key"
                        + " are delivered to the integration of the new one",
                    name,
                    left);
              }
            });
  }

  private CompletableFuture<Long> stop(String name) {
    CompletableFuture<Long> stop =
        members.remove(name).running().stop(deadline).toCompletableFuture();
    stopping.put(name, stop);
    return stop;
  }

  private synchronized boolean bringUp(IntegrationSettings wanted) {
    String name = wanted.name();
    if (closed) {
      return false;
    }
    if (stopping.containsKey(name) && !stopping.get(name).isDone()) {
      log.warn("integration '{}' is still stopping; it is started when it has stopped", name);
      return false;
    }
    stopping.remove(name);
    try {
      I fresh = factory.apply(wanted);
      members.put(name, new Member<>(wanted, fresh));
      log.info("integration '{}' is started with the settings of now", name);
      fresh.start();
      return true;
    } catch (RuntimeException | Error e) {
      log.error("integration '{}' cannot be started: {}; it is tried again", name, text(e));
      return false;
    }
  }

  /** An Error says nothing without its name. */
  private static String text(Throwable thrown) {
    return thrown instanceof Error || thrown.getMessage() == null
        ? thrown.toString()
        : thrown.getMessage();
  }

  /** Stops everything within about the deadline. */
  @Override
  public void close() {
    List<CompletableFuture<Long>> stops = new ArrayList<>();
    synchronized (this) {
      closed = true;
      List.copyOf(members.keySet()).forEach(name -> stops.add(stop(name)));
      stops.addAll(stopping.values());
    }
    if (!await(stops, deadline.plus(GRACE))) {
      log.error("the stop took longer than {} s; leaving anyway", deadline.toSeconds());
    }
  }

  private static boolean await(Collection<CompletableFuture<Long>> stops, Duration patience) {
    try {
      CompletableFuture.allOf(stops.toArray(CompletableFuture<?>[]::new))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      log.error("an integration did not stop cleanly", e.getCause());
      return true;
    }
  }
}
