package io.integrationhost.converter;

import io.integrationhost.ground.Distribution;
import io.integrationhost.ground.Scale;
import java.util.Map;

/** What became of the messages that one integration gave to its converters. Any thread. */
public final class ScriptCounters {
  private final ConversionCounts uplinks;
  private final ConversionCounts downlinks;

  /** Counters with distributions of their own. */
  public ScriptCounters() {
    this(new Distribution(Scale.DURATIONS), new Distribution(Scale.DURATIONS));
  }

  /**
   * Counters whose distributions others may share.
   *
   * @param uplinkDurations how long scripts ran, waiting excluded
   * @param downlinkDurations the same for downlinks
   */
  public ScriptCounters(Distribution uplinkDurations, Distribution downlinkDurations) {
    this.uplinks = new ConversionCounts(uplinkDurations);
    this.downlinks = new ConversionCounts(downlinkDurations);
  }

  ConversionCounts of(Direction direction) {
    return direction == Direction.UPLINK ? uplinks : downlinks;
  }

  /** A reading of the counters of uplinks; not taken at one instant. */
  public Reading uplinks() {
    return uplinks.read();
  }

  /** A reading of the counters of downlinks; not taken at one instant. */
  public Reading downlinks() {
    return downlinks.read();
  }

  /**
   * The counters of one direction.
   *
   * @param converted messages of which the script made something
   * @param empty messages in which it found nothing
   * @param failed messages that were not converted, by reason
   * @param cpuNanos processor time of the scripts; of short calls the time on the wall
   */
  public record Reading(
      long converted, long empty, Map<ConverterException.Kind, Long> failed, long cpuNanos) {}
}
