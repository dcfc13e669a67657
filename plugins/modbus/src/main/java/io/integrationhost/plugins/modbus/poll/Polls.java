package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.plugins.modbus.frame.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * When the polls of a line begin: spread over their periods, none while the one before still runs.
 * Belongs to its line.
 */
final class Polls {

  /** Nobody waits half an hour for the first reading of what is read each hour. */
  private static final Duration LONGEST_SPREAD = Duration.ofSeconds(10);

  private final Line line;
  private final List<PollState> states = new ArrayList<>();
  private volatile boolean isPaused;
  private volatile long lagNanos;

  Polls(Line line, List<Unit> units) {
    this.line = line;
    for (Unit unit : units) {
      unit.plan()
          .polls()
          .forEach(
              poll ->
                  states.add(
                      new PollState(unit, poll, Block.of(poll.points(), line.plan().limits()))));
    }
  }

  /** Plans all polls of a session that has begun. */
  void begin() {
    Map<Duration, Integer> counts = new HashMap<>();
    states.forEach(each -> counts.merge(each.poll().period(), 1, Integer::sum));
    Map<Duration, Integer> places = new HashMap<>();
    for (PollState state : states) {
      state.idle();
      Duration period = state.poll().period();
      Duration spread = period.compareTo(LONGEST_SPREAD) > 0 ? LONGEST_SPREAD : period;
      int place = places.merge(period, 1, Integer::sum) - 1;
      plan(state, spread.multipliedBy(place).dividedBy(counts.get(period)));
    }
    for (Unit unit : line.units()) {
      if (unit.plan().identify()) {
        line.ask(
            new Exchange(
                unit,
                Request.identify(),
                0,
                outcome -> Identity.tell(unit, outcome, line.ground())));
      }
      if (unit.plan().polls().isEmpty() && unit.isSilent()) {
        line.askAgain(unit, unit.silences());
      } else if (unit.plan().polls().isEmpty()) {
        // Nothing is asked of it that would tell.
        line.ground().context().uplinks().connected(unit.plan().name());
      }
    }
  }

  void pause(boolean now) {
    isPaused = now;
  }

  private void plan(PollState state, Duration wait) {
    long due = System.nanoTime() + wait.toNanos();
    line.later(wait, () -> isDue(state, due));
  }

  private void isDue(PollState state, long due) {
    Duration period = state.poll().period();
    long late = Math.max(0, System.nanoTime() - due);
    lagNanos = late;
    plan(state, Duration.ofNanos(Math.max(0, period.toNanos() - late)));
    if (isPaused) {
      return;
    }
    if (state.isRunning()) {
      line.ground().count().skipped().increment();
      return;
    }
    Unit unit = state.unit();
    if (unit.isSilent() && !unit.mayAsk()) {
      line.ground().count().heldBack().increment();
      return;
    }
    run(state);
  }

  private void run(PollState state) {
    Unit unit = state.unit();
    int retries = unit.retries();
    unit.mayAsk(!unit.isSilent());
    state.begun();
    new PollRun(line, state, retries).next();
  }

  /**
   * Asks a silent unit, which may have no poll or one that is due in hours only.
   *
   * @return whether it is asked
   */
  boolean probe(Unit unit) {
    if (isPaused) {
      return false;
    }
    List<PollState> own = states.stream().filter(each -> each.unit().equals(unit)).toList();
    Optional<PollState> idle = own.stream().filter(each -> !each.isRunning()).findFirst();
    if (own.isEmpty()) {
      unit.mayAsk(false);
      line.ask(new Exchange(unit, unit.probe(), 0, outcome -> {}));
    }
    idle.ifPresent(this::run);
    return own.isEmpty() || idle.isPresent();
  }

  /** How late the last poll began. */
  long lagMillis() {
    return TimeUnit.NANOSECONDS.toMillis(lagNanos);
  }

  /** How long the longest of the last polls took. */
  long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(
        states.stream().mapToLong(PollState::lastNanos).max().orElse(0));
  }

  /** How many requests one reading of everything takes. */
  int requests() {
    return states.stream().mapToInt(each -> each.blocks().size()).sum();
  }
}
