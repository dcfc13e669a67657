package io.integrationhost.runtime.wire;

import io.integrationhost.plugin.Wire;
import java.util.HashMap;
import java.util.Map;

/**
 * What has passed on the sockets of one transport; not taken at one instant.
 *
 * @param opened sessions that began
 * @param open sessions of now
 * @param paused those of them that are not read now
 * @param refused peers turned away, by each reason
 * @param received bytes
 * @param reads how often they came
 * @param sent bytes
 * @param writes how often they went
 * @param faults by each kind
 * @param closed sessions that ended, by each reason
 */
public record WireCounts(
    long opened,
    long open,
    long paused,
    Map<Wire.Refusal, Long> refused,
    long received,
    long reads,
    long sent,
    long writes,
    Map<Wire.Fault, Long> faults,
    Map<Wire.End, Long> closed) {
  public WireCounts {
    refused = Map.copyOf(refused);
    faults = Map.copyOf(faults);
    closed = Map.copyOf(closed);
  }

  /** Nothing has passed yet. */
  public static final WireCounts NONE =
      new WireCounts(0, 0, 0, Map.of(), 0, 0, 0, 0, Map.of(), Map.of());

  /** What has passed on both. */
  public WireCounts plus(WireCounts other) {
    return new WireCounts(
        opened + other.opened,
        open + other.open,
        paused + other.paused,
        sum(refused, other.refused),
        received + other.received,
        reads + other.reads,
        sent + other.sent,
        writes + other.writes,
        sum(faults, other.faults),
        sum(closed, other.closed));
  }

  private static <E> Map<E, Long> sum(Map<E, Long> some, Map<E, Long> others) {
    Map<E, Long> sum = new HashMap<>(some);
    others.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
    return sum;
  }
}
