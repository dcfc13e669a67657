package io.integrationhost.converter;

import io.integrationhost.converter.ConverterLimits.Isolation.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where the scripts of each integration run, and blocks those that nothing can hold. Thread
 * safe.
 */
final class Isolator {
  private static final Logger log = LoggerFactory.getLogger(Isolator.class);

  /** In threads only: one may be bad luck. */
  private static final int MOST_LOST = 2;

  /** Others may need a process at the same moment, and starting them all takes processor time. */
  private static final Duration AFTER_THE_INNOCENT = Duration.ofSeconds(2);

  /** So that the first process to start is the one where most messages wait. */
  private static final Duration ALL_MOVED = Duration.ofMillis(100);

  private final ConverterLimits.Isolation settings;
  private final Clock clock;
  private final Crew threads;
  private final IntSupplier lostThreads;
  private final int processors;
  private final BiFunction<String, Duration, Crew> processes;
  private final IsolationListener listener;
  private final Map<String, IntegrationScripts> integrations = new LinkedHashMap<>();

  /** For those that would have a process of their own in an emergency if there were not so many. */
  private Crew shared;

  private boolean emergency;

  /**
   * @param threads of this process
   * @param lostThreads how many of them are lost now
   * @param processors as many lost threads leave nothing for others
   * @param processes makes a crew that has a process, for an integration of this name, and starts
   *     the process after a while
   */
  Isolator(
      ConverterLimits.Isolation settings,
      Clock clock,
      Crew threads,
      IntSupplier lostThreads,
      int processors,
      BiFunction<String, Duration, Crew> processes,
      IsolationListener listener) {
    this.settings = settings;
    this.clock = clock;
    this.threads = threads;
    this.lostThreads = lostThreads;
    this.processors = processors;
    this.processes = processes;
    this.listener = listener;
  }

  synchronized IntegrationScripts integration(
      String name, Function<String, IntegrationScripts> maker) {
    return integrations.computeIfAbsent(name, maker);
  }

  synchronized void add(IntegrationScripts home, Station station) {
    if (home.stations.isEmpty()) {
      // Others may have the place of one that had no converter for a while.
      home.crew = crewOfFirst(home);
    }
    station.moveTo(home.crew);
    home.stations.add(station);
  }

  synchronized List<Station> stations(IntegrationScripts home) {
    return List.copyOf(home.stations);
  }

  /** Whether a process runs for its scripts alone. */
  boolean hasProcess(IntegrationScripts home) {
    Crew own;
    synchronized (this) {
      own = home.own;
    }
    return own != null && own.hasProcess();
  }

  synchronized void remove(IntegrationScripts home, Station station) {
    home.stations.remove(station);
  }

  /** A call of a converter of this integration could not be stopped. */
  void lost(IntegrationScripts home, String converter) {
    List<Runnable> news = new ArrayList<>();
    synchronized (this) {
      LocalDate today = today();
      home.lost = today.equals(home.lostOn) ? home.lost + 1 : 1;
      home.lostOn = today;
      if (settings.mode() == Mode.THREAD) {
        if (home.lost >= MOST_LOST) {
          block(
              home,
              home.lost
                  + " calls of its scripts could not be stopped on that day and hold a thread each"
                  + " (the last one of the converter '"
                  + converter
                  + "')",
              news);
        }
      } else if (home.crew == threads || home.crew == shared) {
        leave(home, converter, news);
      }
      if (emergency) {
        moveAllInEmergency();
      } else if (lostThreads.getAsInt() >= processors) {
        emergency = true;
        emergency(news);
      }
    }
    news.forEach(Runnable::run);
  }

  private void leave(IntegrationScripts home, String converter, List<Runnable> news) {
    long others = processes(true);
    if (others < settings.maxProcesses()) {
      if (own(home, AFTER_THE_INNOCENT) == null) {
        log.error(
            "integration '{}': a call of its converter '{}' could not be stopped, and there was no"
                + " thread to look after a process for its scripts; that is tried again when"
                + " another call cannot be stopped",
            home.name(),
            converter);
        return;
      }
      home.charged = true;
      moveTo(home, home.own);
      log.warn(
          "integration '{}': a call of its converter '{}' could not be stopped; from now on its"
              + " scripts run in a process of their own",
          home.name(),
          converter);
      return;
    }
    block(
        home,
        "a call of the converter '"
            + converter
            + "' could not be stopped, and "
            + others
            + " integrations have a process for their scripts already (converter.max-processes is "
            + settings.maxProcesses()
            + ")",
        news);
  }

  private void emergency(List<Runnable> news) {
    String reason =
        "scripts that cannot be stopped hold as many threads as there are processors ("
            + processors
            + ")";
    if (settings.mode() == Mode.THREAD) {
      log.error("{}, and converter.isolation lets them run in threads only", reason);
      news.add(() -> listener.exhausted(reason));
      return;
    }
    log.warn(
        "{}: the scripts of all other integrations run in other processes from now on", reason);
    moveAllInEmergency();
  }

  /** Again and again, since there may have been no thread for it the last time. */
  private void moveAllInEmergency() {
    for (IntegrationScripts each : integrations.values()) {
      if (each.crew == threads && !each.isNobody() && !each.stations.isEmpty()) {
        moveTo(each, crewInEmergency(each));
      }
    }
  }

  /** These are innocent: none is blocked, and their number of processes is bounded all the same. */
  private Crew crewInEmergency(IntegrationScripts home) {
    if (settings.mode() == Mode.THREAD) {
      return threads;
    }
    home.charged = false;
    if (home.block().isEmpty()
        && processes(false) < settings.maxProcesses()
        && own(home, ALL_MOVED) != null) {
      return home.own;
    }
    shared = shared == null ? made("", Duration.ZERO) : shared;
    return shared == null ? threads : shared;
  }

  private Crew crewOfFirst(IntegrationScripts home) {
    if (home.isNobody() || settings.mode() == Mode.THREAD) {
      return threads;
    }
    if (settings.mode() == Mode.PROCESS) {
      home.own = home.own == null ? processes.apply(home.name(), Duration.ZERO) : home.own;
      return home.own;
    }
    if (home.charged && processes(true) < settings.maxProcesses()) {
      return home.own;
    }
    home.charged = false;
    return emergency ? crewInEmergency(home) : threads;
  }

  /** How many processes are in use: of those that are charged, or of the innocent. */
  private long processes(boolean charged) {
    return integrations.values().stream()
        .filter(each -> each.own != null && each.crew == each.own && !each.stations.isEmpty())
        .filter(each -> each.charged == charged)
        .count();
  }

  /** Null when there are not even threads for it. */
  private Crew own(IntegrationScripts home, Duration delay) {
    home.own = home.own == null ? made(home.name(), delay) : home.own;
    return home.own;
  }

  private static void moveTo(IntegrationScripts home, Crew crew) {
    if (home.crew == crew) {
      return;
    }
    home.crew = crew;
    home.stations.forEach(station -> station.moveTo(crew));
  }

  /** Null when there are not even threads for it. */
  private Crew made(String process, Duration delay) {
    try {
      return processes.apply(process, delay);
    } catch (OutOfMemoryError e) {
      log.error("There are no threads that could look after a process for scripts", e);
      return null;
    }
  }

  private void block(IntegrationScripts home, String reason, List<Runnable> news) {
    if (home.block().isPresent()) {
      return;
    }
    ScriptBlock block = new ScriptBlock(home.name(), today(), reason);
    home.block(block);
    log.error("integration '{}': {}", home.name(), block.text());
    news.add(() -> listener.blocked(block));
  }

  synchronized List<ScriptBlock> blocks() {
    return integrations.values().stream().flatMap(each -> each.block().stream()).toList();
  }

  /**
   * Blocks an integration as it was before this process started.
   *
   * @return false when that was on another day
   */
  boolean restore(IntegrationScripts home, ScriptBlock block) {
    if (!block.since().equals(today())) {
      return false;
    }
    synchronized (this) {
      home.block(block);
    }
    log.warn("integration '{}': {}", home.name(), block.text());
    return true;
  }

  /** Lets the integration run its scripts again; false when it was not blocked. */
  boolean lift(String integration) {
    synchronized (this) {
      IntegrationScripts home = integrations.get(integration);
      if (home == null || home.block().isEmpty()) {
        return false;
      }
      home.block(null);
      home.lost = 0;
    }
    log.info("integration '{}': its scripts may run again", integration);
    listener.lifted(integration);
    return true;
  }

  /** True when the block is of another day, and lifted now. */
  boolean liftIfOutdated(IntegrationScripts home, ScriptBlock block) {
    return !block.since().equals(today()) && lift(home.name());
  }

  private LocalDate today() {
    return LocalDate.now(clock.withZone(ZoneId.systemDefault()));
  }
}
