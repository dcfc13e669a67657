package io.integrationhost.converter;

import io.integrationhost.ground.Distribution;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the messages of one integration in one direction. Safe for any thread; counting
 * takes neither a lock nor memory.
 */
final class ConversionCounts {
  private final Distribution durations;
  private final LongAdder converted = new LongAdder();
  private final LongAdder empty = new LongAdder();
  private final LongAdder cpuNanos = new LongAdder();
  private final Map<ConverterException.Kind, LongAdder> failed =
      new EnumMap<>(ConverterException.Kind.class);

  ConversionCounts(Distribution durations) {
    this.durations = durations;
    for (ConverterException.Kind kind : ConverterException.Kind.values()) {
      failed.put(kind, new LongAdder());
    }
  }

  void converted(boolean foundNothing) {
    (foundNothing ? empty : converted).increment();
  }

  void failed(ConverterException.Kind why) {
    failed.get(why).increment();
  }

  /** A script ran for so long, whatever came of it. */
  void took(long wallNanos, long cpu) {
    durations.add(wallNanos);
    cpuNanos.add(cpu);
  }

  ScriptCounters.Reading read() {
    Map<ConverterException.Kind, Long> failures = new EnumMap<>(ConverterException.Kind.class);
    failed.forEach((kind, count) -> failures.put(kind, count.sum()));
    return new ScriptCounters.Reading(converted.sum(), empty.sum(), failures, cpuNanos.sum());
  }
}
