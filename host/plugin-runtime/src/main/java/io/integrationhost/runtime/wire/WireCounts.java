package io.integrationhost.runtime.wire;

import io.integrationhost.plugin.Wire;
import java.util.Map;

/**
 * What has passed on the sockets of one transport; not taken at one instant.
 *
 * @param opened sessions that began
 * @param open sessions of now
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
}
