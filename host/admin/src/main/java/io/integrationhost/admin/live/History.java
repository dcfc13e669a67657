package io.integrationhost.admin.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Values of the last minutes in steps of a second, and of the last hours in steps of a minute; in
 * memory, of a bounded size whatever the number of integrations. Safe for any thread.
 */
final class History {

  static final int SECONDS = 900;
  static final int MINUTES = 1_440;

  /** Of all numbers together. */
  static final long MOST_BYTES = 16L << 20;

  private static final int VALUES = Value.values().length;
  private static final int MOST_INTEGRATIONS = 2_000;

  private final Map<String, Line> lines = new TreeMap<>();
  private final long mostBytes;
  private long step;
  private long lastTime;

  History() {
    this(MOST_BYTES);
  }

  History(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** What one integration was like: two rings, and what the present minute has brought. */
  private static final class Line {
    private float[] seconds;
    private float[] minutes;
    private int secondSteps;
    private int minuteSteps;
    private final float[] minute = new float[VALUES];
    private Optional<Values> last = Optional.empty();
    private long since;

    Line(int secondSteps, int minuteSteps, long since) {
      resize(secondSteps, minuteSteps);
      Arrays.fill(minute, Float.NaN);
      this.since = since;
    }

    /** Forgets, as rarely as integrations come. */
    void resize(int forSeconds, int forMinutes) {
      secondSteps = forSeconds;
      minuteSteps = forMinutes;
      seconds = new float[forSeconds * VALUES];
      minutes = new float[forMinutes * VALUES];
      Arrays.fill(seconds, Float.NaN);
      Arrays.fill(minutes, Float.NaN);
    }

    void put(Values now, long step) {
      float[] change = new float[VALUES];
      for (Value value : Value.values()) {
        change[value.ordinal()] = change(value, now);
      }
      System.arraycopy(change, 0, seconds, (int) (step % secondSteps) * VALUES, VALUES);
      for (Value value : Value.values()) {
        int i = value.ordinal();
        if (!Float.isNaN(change[i])) {
          minute[i] = together(value, minute[i], change[i]);
        }
      }
      if (step % 60 == 59) {
        System.arraycopy(minute, 0, minutes, (int) (step / 60 % minuteSteps) * VALUES, VALUES);
        Arrays.fill(minute, Float.NaN);
      }
      last = Optional.of(now);
    }

    private static float together(Value value, float before, float now) {
      if (Float.isNaN(before)) {
        return now;
      }
      return switch (value.kind()) {
        case COUNTER -> before + now;
        case GAUGE -> now;
        // The worst of the minute: what a person looks for.
        case QUANTILE -> Math.max(before, now);
      };
    }

    private float change(Value value, Values now) {
      double number = now.get(value);
      if (value.kind() != Value.Kind.COUNTER) {
        return (float) number;
      }
      double before = last.map(values -> values.get(value)).orElse(Double.NaN);
      // One that was made anew counts from the beginning.
      return (float) (number < before ? number : number - before);
    }
  }

  /**
   * One step: a second has passed.
   *
   * @param time seconds since 1970
   */
  synchronized void put(Map<String, Values> all, long time) {
    lastTime = time;
    if (!lines.keySet().equals(all.keySet())) {
      lines.keySet().retainAll(all.keySet());
      int count = Math.min(MOST_INTEGRATIONS, all.size());
      for (String name : all.keySet()) {
        if (!lines.containsKey(name) && lines.size() < MOST_INTEGRATIONS) {
          lines.put(name, new Line(1, 1, step));
        }
      }
      fit(count);
    }
    lines.forEach(
        (name, line) -> Optional.ofNullable(all.get(name)).ifPresent(now -> line.put(now, step)));
    step++;
  }

  /** Shares the memory among the integrations; minutes and seconds alike. */
  private void fit(int count) {
    long numbers = mostBytes / Float.BYTES / Math.max(1, count) / VALUES;
    double share = Math.min(1, (double) numbers / (SECONDS + MINUTES));
    int seconds = Math.max(1, (int) (SECONDS * share));
    int minutes = Math.max(1, (int) (MINUTES * share));
    for (Line line : lines.values()) {
      if (line.secondSteps != seconds || line.minuteSteps != minutes) {
        line.resize(seconds, minutes);
        line.since = step;
      }
    }
  }

  /** Bytes that all numbers take. */
  synchronized long bytes() {
    return lines.values().stream()
        .mapToLong(line -> (long) (line.seconds.length + line.minutes.length) * Float.BYTES)
        .sum();
  }

  /** Steps of a kind that some integration reaches back. */
  private int steps(boolean minutes) {
    int most = 0;
    for (Line line : lines.values()) {
      long known = minutes ? step / 60 - line.since / 60 : step - line.since;
      most = (int) Math.max(most, Math.min(known, minutes ? line.minuteSteps : line.secondSteps));
    }
    return most;
  }

  /**
   * As the API tells it.
   *
   * @param minutes in steps of a minute; else of a second
   * @param integrations which are meant
   * @param words of the values that are meant; empty: all
   */
  synchronized JsonObject json(boolean minutes, Predicate<String> integrations, Set<String> words) {
    int length = minutes ? 60 : 1;
    int steps = steps(minutes);
    // The step after the last one that is complete.
    long end = minutes ? step / 60 : step;
    long endTime = minutes ? lastTime - step % 60 : lastTime;
    JsonArray times = new JsonArray();
    for (int i = 0; i < steps; i++) {
      times.add(endTime - (long) (steps - 1 - i) * length);
    }
    JsonObject all = new JsonObject();
    Map<String, Line> meant = new LinkedHashMap<>(lines);
    meant.keySet().removeIf(integrations.negate());
    meant.forEach((name, line) -> all.add(name, series(line, minutes, end, steps, words)));
    JsonObject json = new JsonObject();
    json.addProperty("resolution", minutes ? "minute" : "second");
    json.addProperty("stepSeconds", length);
    json.add("times", times);
    json.add("integrations", all);
    return json;
  }

  private static JsonObject series(
      Line line, boolean minutes, long end, int steps, Set<String> words) {
    float[] ring = minutes ? line.minutes : line.seconds;
    int size = minutes ? line.minuteSteps : line.secondSteps;
    long first = minutes ? (line.since + 59) / 60 : line.since;
    JsonObject json = new JsonObject();
    for (Value value : Value.values()) {
      if (words.isEmpty() || words.contains(value.word())) {
        JsonArray numbers = new JsonArray(steps);
        for (long at = end - steps; at < end; at++) {
          boolean known = at >= first && at >= end - size;
          float number = known ? ring[(int) (at % size) * VALUES + value.ordinal()] : Float.NaN;
          if (Float.isNaN(number)) {
            numbers.add(JsonNull.INSTANCE);
          } else {
            numbers.add(Values.number(number));
          }
        }
        json.add(value.word(), numbers);
      }
    }
    return json;
  }

  /** The words of all values. */
  static List<String> words() {
    List<String> words = new ArrayList<>();
    for (Value value : Value.values()) {
      words.add(value.word());
    }
    return words;
  }
}
