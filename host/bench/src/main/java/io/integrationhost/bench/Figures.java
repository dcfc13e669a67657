package io.integrationhost.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What was measured of one variant: medians of its rounds.
 *
 * @param values by names that end in their units; what the system does not tell is missing
 */
public record Figures(String name, Map<String, Object> values) {

  private static final double[] PERCENTILES = {50, 90, 99, 99.9};

  static Figures of(Variant variant, List<Window> windows, Map<String, Double> ratios) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("readings_per_second", median(windows, Window::readingsPerSecond));
    values.put(
        "readings_per_second_of_rounds",
        windows.stream().map(window -> Numbers.rounded(window.readingsPerSecond())).toList());
    if (windows.stream().allMatch(window -> window.alonePerSecond().isPresent())) {
      values.put(
          "readings_per_second_alone",
          median(windows, window -> window.alonePerSecond().orElseThrow()));
    }
    values.put("cpu_us_per_reading", median(windows, Window::cpuMicrosPerReading));
    if (windows.stream().allMatch(window -> window.diskBytesPerReading().isPresent())) {
      values.put(
          "disk_written_bytes_per_reading",
          median(windows, window -> window.diskBytesPerReading().orElseThrow()));
    }
    values.put("wire_bytes_per_reading", median(windows, Window::wireBytesPerReading));
    values.put("heap_after_gc_bytes", median(windows, Window::heapBytes));
    if (windows.stream().allMatch(window -> window.residentBytes().isPresent())) {
      values.put(
          "process_resident_bytes",
          median(windows, window -> window.residentBytes().orElseThrow()));
    }
    ratios.forEach((key, ratio) -> values.put(key, Numbers.rounded(ratio)));
    windows.get(0).latencies().keySet().stream()
        .sorted()
        .forEach(kind -> latencies(values, kind, windows));
    return new Figures(variant.name(), values);
  }

  private static void latencies(Map<String, Object> values, String kind, List<Window> windows) {
    Histogram all = Latencies.empty();
    windows.forEach(window -> all.add(window.latencies().get(kind)));
    values.put(kind + "_count", all.getTotalCount());
    for (double percentile : PERCENTILES) {
      values.put(
          "%s_p%s_us".formatted(kind, Numbers.text(percentile)),
          all.getValueAtPercentile(percentile));
    }
    values.put(kind + "_max_us", all.getMaxValue());
  }

  private static Number median(List<Window> windows, ToDoubleFunction<Window> figure) {
    return Numbers.rounded(Numbers.median(windows.stream().map(figure::applyAsDouble).toList()));
  }
}
