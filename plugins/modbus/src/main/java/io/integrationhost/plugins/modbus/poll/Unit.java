package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.kit.Backoff;
import io.integrationhost.plugins.modbus.frame.Request;
import io.integrationhost.plugins.modbus.frame.Table;
import io.integrationhost.plugins.modbus.plan.ConnectionPlan;
import io.integrationhost.plugins.modbus.plan.DevicePlan;
import io.integrationhost.plugins.modbus.plan.Point;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What is known of one device. Changed by its line only; what people are shown, any thread reads.
 */
final class Unit {

  private final DevicePlan plan;
  private final Delivery delivery;
  private final Reporter reporter = new Reporter();
  private final int retries;
  private final Backoff backoff;
  private final Map<String, String> qualities = new ConcurrentHashMap<>();
  private volatile Optional<Instant> silentSince = Optional.empty();
  private volatile String silentWhy = "";
  private volatile Optional<Instant> lastGood = Optional.empty();
  private volatile long timeouts;
  private volatile long exceptions;
  private volatile boolean isReachable;
  private boolean mayAsk = true;
  private int silences;

  Unit(DevicePlan plan, Delivery delivery, ConnectionPlan.Limits limits) {
    this.plan = plan;
    this.delivery = delivery;
    this.retries = limits.retries();
    this.backoff = new Backoff(limits.firstWait(), limits.mostWait());
  }

  DevicePlan plan() {
    return plan;
  }

  Delivery delivery() {
    return delivery;
  }

  Reporter reporter() {
    return reporter;
  }

  /** What tells whether it is there, and changes nothing. */
  Request probe() {
    return Stream.of(plan.readable(), plan.writable())
        .flatMap(points -> points.values().stream())
        .findFirst()
        .map(point -> Request.read(point.table(), point.address(), point.span()))
        .orElse(Request.read(Table.HOLDING, 0, 1));
  }

  /** Whether it has answered nothing since some time, and is asked less and less often. */
  boolean isSilent() {
    return silentSince.isPresent();
  }

  /** How often a request is sent again; a silent one is only probed. */
  int retries() {
    return isSilent() ? 0 : retries;
  }

  /** Whether a silent one may be asked now. */
  boolean mayAsk() {
    return mayAsk;
  }

  void mayAsk(boolean now) {
    mayAsk = now;
  }

  /**
   * It did not answer.
   *
   * @return how long to leave it alone
   */
  Duration silent(Instant now, String why) {
    if (silentSince.isEmpty()) {
      silentSince = Optional.of(now);
    }
    silentWhy = why;
    silences++;
    mayAsk = false;
    return backoff.next();
  }

  /**
   * It answered.
   *
   * @return whether it was not reachable before
   */
  boolean answered(Instant now) {
    silentSince = Optional.empty();
    silentWhy = "";
    lastGood = Optional.of(now);
    mayAsk = true;
    backoff.reset();
    boolean isNew = !isReachable;
    isReachable = true;
    return isNew;
  }

  /**
   * It cannot be reached.
   *
   * @return whether it could before
   */
  boolean lost() {
    boolean was = isReachable;
    isReachable = false;
    return was;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // its line alone changes it
  void timedOut() {
    timeouts++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // its line alone changes it
  void excepted() {
    exceptions++;
  }

  /** How often it did not answer so far. */
  int silences() {
    return silences;
  }

  /**
   * How good the last reading of a point was.
   *
   * @return whether it was another quality before
   */
  boolean quality(Point point, String words) {
    String before =
        words.equals(GOOD) ? qualities.remove(point.key()) : qualities.put(point.key(), words);
    return !words.equals(before == null ? GOOD : before);
  }

  /** The quality of a reading that came. */
  static final String GOOD = "good";

  /** What is wrong, for people; empty when nothing is. */
  Optional<String> problem() {
    String who = "unit " + plan.unit() + " ('" + plan.name() + "')";
    if (silentSince.isPresent()) {
      return Optional.of(
          who + " does not answer since " + shown(silentSince.get()) + ": " + silentWhy);
    }
    return qualities.entrySet().stream()
        .findFirst()
        .map(
            first ->
                who
                    + ": "
                    + (qualities.size() == 1 ? "" : qualities.size() + " points, such as ")
                    + "'"
                    + first.getKey()
                    + "': "
                    + first.getValue());
  }

  /**
   * A line for people.
   *
   * @param isOpen whether there is a connection to ask it over
   */
  String words(boolean isOpen) {
    String well = isReachable ? GOOD : lastGood.isPresent() ? "not reachable now" : "not heard yet";
    return problem().orElse(isOpen ? well : "its connection is not open")
        + "; last answer "
        + lastGood.map(Unit::shown).orElse("never")
        + ", "
        + timeouts
        + " timeouts, "
        + exceptions
        + " exceptions";
  }

  private static String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
