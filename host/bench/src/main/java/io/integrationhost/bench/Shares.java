package io.integrationhost.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** What the phases of the UDP scenario come to. */
final class Shares {

  private final Map<String, List<Phase>> phases = new LinkedHashMap<>();

  /**
   * What one load did.
   *
   * @param taken stored, or read by a bare receiver
   * @param refused by host or plugin, which count
   * @param dropped by the system; empty where it does not tell
   */
  record Phase(
      long sent,
      long taken,
      long refused,
      OptionalLong dropped,
      long nanos,
      Cost before,
      Cost after) {

    double takenPerSecond() {
      return taken * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    double offeredPerSecond() {
      return sent * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    double share() {
      return taken / (double) sent;
    }

    double cost() {
      return after.perReading(before, taken);
    }

    double costWithoutDevices() {
      return after.perReadingWithoutDevices(before, taken);
    }

    /** Neither taken, nor refused, nor dropped by the system. */
    OptionalLong unaccounted() {
      return dropped.isPresent()
          ? OptionalLong.of(sent - taken - refused - dropped.getAsLong())
          : OptionalLong.empty();
    }

    void requireAccounted(String name) {
      if (taken == 0 || unaccounted().orElse(0) != 0) {
        throw new BenchException(
            ("%s: %d datagrams were sent, %d taken, %d refused and counted, %s dropped by the"
                    + " system; these figures must add up, so this run measures nothing")
                .formatted(
                    name,
                    sent,
                    taken,
                    refused,
                    dropped.isPresent() ? "" + dropped.getAsLong() : "none told"));
      }
    }
  }

  void add(String name, Phase phase) {
    phases.computeIfAbsent(name, first -> new ArrayList<>()).add(phase);
  }

  /** Medians of the rounds; ratios are of the same round. */
  List<Figures> figures() {
    List<Figures> figures = new ArrayList<>();
    phases.forEach((name, rounds) -> figures.add(new Figures(name, values(name, rounds))));
    return figures;
  }

  private Map<String, Object> values(String name, List<Phase> rounds) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("readings_per_second", median(rounds, Phase::takenPerSecond));
    values.put("cpu_us_per_reading", median(rounds, Phase::cost));
    values.put("cpu_us_per_reading_without_devices", median(rounds, Phase::costWithoutDevices));
    if (name.startsWith("tcp-")) {
      return values;
    }
    values.put("offered_per_second", median(rounds, Phase::offeredPerSecond));
    values.put("share_taken", median(rounds, Phase::share));
    values.put("refused_and_counted", sum(rounds, Phase::refused));
    if (rounds.stream().allMatch(phase -> phase.dropped().isPresent())) {
      values.put("dropped_by_the_system", sum(rounds, phase -> phase.dropped().getAsLong()));
      values.put("unaccounted", sum(rounds, phase -> phase.unaccounted().getAsLong()));
    }
    String durability = name.substring(name.lastIndexOf('-') + 1);
    List<Phase> bare = phases.getOrDefault("bare-receiver-" + durability, List.of());
    List<Phase> tcp = phases.getOrDefault("tcp-" + durability, List.of());
    if (!name.startsWith("bare-")) {
      values.put("cpu_ratio_to_tcp", ratio(rounds, tcp, Phase::cost));
      values.put("cpu_ratio_to_tcp_without_devices", ratio(rounds, tcp, Phase::costWithoutDevices));
    }
    if (name.contains("-per-s-")) {
      values.put("ratio_to_bare_receiver", ratio(rounds, bare, Phase::share));
    }
    return values;
  }

  private static long sum(List<Phase> rounds, ToLongFunction<Phase> figure) {
    return rounds.stream().mapToLong(figure).sum();
  }

  private static Number median(List<Phase> rounds, ToDoubleFunction<Phase> figure) {
    return Numbers.rounded(Numbers.median(rounds.stream().map(figure::applyAsDouble).toList()));
  }

  private static Number ratio(
      List<Phase> rounds, List<Phase> others, ToDoubleFunction<Phase> figure) {
    return Numbers.rounded(
        Numbers.median(
            IntStream.range(0, Math.min(rounds.size(), others.size()))
                .mapToObj(
                    round ->
                        figure.applyAsDouble(rounds.get(round))
                            / figure.applyAsDouble(others.get(round)))
                .toList()));
  }
}
