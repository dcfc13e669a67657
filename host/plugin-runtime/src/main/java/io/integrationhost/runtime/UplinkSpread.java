package io.integrationhost.runtime;

import io.integrationhost.ground.Distribution;
import io.integrationhost.ground.Scale;

/**
 * How the uplinks of a transport, or of several together, are distributed.
 *
 * @param payloadBytes of those that go to a converter
 * @param receiptTimes from the publishing until the plugin has the receipt; without those that are
 *     refused at once, because too many are under way
 */
public record UplinkSpread(Distribution payloadBytes, Distribution receiptTimes) {

  /** Nothing was published yet. */
  public static UplinkSpread empty() {
    return new UplinkSpread(new Distribution(Scale.BYTES), new Distribution(Scale.DURATIONS));
  }
}
