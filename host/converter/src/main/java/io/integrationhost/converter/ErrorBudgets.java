package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The error budgets of one version of one converter: one for each source, so that a bad device
 * stops only itself, and one for all together. Only sources with errors are remembered. Not thread
 * safe.
 */
final class ErrorBudgets {

  /** More at once means that the script is at fault; the one with the oldest error is forgotten. */
  private static final int MAX_SOURCES = 1_000;

  private static final int MAX_SHOWN = 200;

  private final ConverterLimits.Errors limits;
  private final UUID scriptId;
  private final ErrorWindow all;

  /** By the time of the last error, oldest first. */
  private final Map<String, ErrorWindow> sources = new LinkedHashMap<>();

  ErrorBudgets(ConverterLimits.Errors limits, UUID scriptId) {
    this.limits = limits;
    this.scriptId = scriptId;
    this.all = new ErrorWindow(limits.total(), limits.time(), limits.window());
  }

  /**
   * @param counted whether it is an error that draws on the number; the time draws on any
   * @param cost nanoseconds that the call took
   */
  void failed(String source, long now, boolean counted, long cost, String error) {
    all.charge(now, cost);
    all.last(error);
    ErrorWindow own = sources.remove(source);
    if (own == null) {
      own = new ErrorWindow(limits.perSource(), limits.timePerSource(), limits.window());
    }
    own.last(error);
    if (counted) {
      all.count(now);
      own.count(now);
    } else {
      own.charge(now, cost);
    }
    sources.put(source, own);
    Iterator<ErrorWindow> oldest = sources.values().iterator();
    while (oldest.hasNext() && (oldest.next().isEmpty(now) || sources.size() > MAX_SOURCES)) {
      oldest.remove();
    }
  }

  /** Whether no error is remembered. */
  boolean isEmpty(long now) {
    if (!all.isEmpty(now)) {
      return false;
    }
    sources.clear();
    return true;
  }

  /** Why a message of this source is not tried now. */
  Optional<ScriptFailure> refusal(String source, long now) {
    Optional<ScriptFailure> ofAll = refusal(now);
    if (ofAll.isPresent()) {
      return ofAll;
    }
    ErrorWindow own = sources.get(source);
    return own == null
        ? Optional.empty()
        : refusal(
            own,
            now,
            limits.timePerSource(),
            "the source '" + shortened(source) + "' only",
            "what this source sends");
  }

  /** Why no message at all is tried now. */
  Optional<ScriptFailure> refusal(long now) {
    return refusal(
        all, now, limits.time(), "all sources of this converter", "what the devices send");
  }

  /** How many sources are refused now. */
  int refusedSources(long now) {
    return (int) sources.values().stream().filter(each -> each.usedUpFor(now) > 0).count();
  }

  private Optional<ScriptFailure> refusal(
      ErrorWindow used, long now, Duration time, String whom, String cause) {
    long nanos = used.usedUpFor(now);
    if (nanos <= 0) {
      return Optional.empty();
    }
    // The first sentence for a number of errors is the official one (facts 5.8).
    String why =
        used.isUsedUpByTime(now)
            ? "as failed calls used up %s of error time within the last %s"
                .formatted(shown(time), shown(limits.window()))
            : "due to maximum error count " + used.max();
    return Optional.of(
        new ScriptFailure(
            Kind.BLOCKED,
            "Script invocation is blocked %s, scriptId %s! This concerns %s, for another %d s."
                    .formatted(why, scriptId, whom, seconds(nanos))
                + " The last error was: %s Correct the script or %s; a changed converter starts anew"
                    .formatted(sentence(used.last()), cause)));
  }

  private static String shown(Duration time) {
    return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  private static long seconds(long nanos) {
    return Math.max(1, Math.round(nanos / 1e9));
  }

  private static String sentence(String error) {
    String text = shortened(error);
    return text.endsWith("!") || text.endsWith(".") ? text : text + ".";
  }

  /** Devices may call themselves anything. */
  private static String shortened(String text) {
    String cut = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
