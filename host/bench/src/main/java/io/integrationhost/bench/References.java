package io.integrationhost.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Compares a variant with the references of the same round; a ratio is the rounds' median. */
final class References {

  private final Map<Variant, List<Window>> windows;

  References(Map<Variant, List<Window>> windows) {
    this.windows = windows;
  }

  Map<String, Double> ratios(Variant variant, List<Window> measured) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    if (variant.paced()) {
      return ratios;
    }
    if (variant.scenario() == Scenario.TCP) {
      put(ratios, variant, measured, Variants.TCP_OFFICIAL);
    } else if (variant.scenario() == Scenario.ATTACKS) {
      ratios.put("ratio_to_alone", ratioToAlone(measured));
    } else {
      put(ratios, variant, measured, Variants.CEILING);
      put(ratios, variant, measured, Variants.OFFICIAL);
    }
    if (variant.scenario() == Scenario.CORE) {
      String single = variant.name().replaceAll("-\\d+$", "-1");
      put(ratios, variant, measured, single);
    }
    return ratios;
  }

  private static double ratioToAlone(List<Window> measured) {
    return Numbers.median(
        measured.stream()
            .map(window -> window.readingsPerSecond() / window.alonePerSecond().orElseThrow())
            .toList());
  }

  private void put(
      Map<String, Double> ratios, Variant variant, List<Window> measured, String reference) {
    if (!variant.name().equals(reference)) {
      find(reference)
          .ifPresent(
              other ->
                  ratios.put("ratio_to_" + reference.replace('-', '_'), ratio(measured, other)));
    }
  }

  private Optional<List<Window>> find(String name) {
    return windows.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static double ratio(List<Window> measured, List<Window> reference) {
    return Numbers.median(
        IntStream.range(0, Math.min(measured.size(), reference.size()))
            .mapToObj(
                round ->
                    measured.get(round).readingsPerSecond()
                        / reference.get(round).readingsPerSecond())
            .toList());
  }
}
