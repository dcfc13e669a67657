package io.integrationhost.host.downlink;

import io.integrationhost.converter.DownlinkData;
import io.integrationhost.plugin.Downlink;
import java.time.Duration;
import java.time.Instant;

/**
 * A converted downlink on its way to a device.
 *
 * @param number grows from one to the next, over restarts too
 * @param since when it was converted
 */
record WaitingDownlink(
    long number, Instant since, String device, String messageType, DownlinkData data) {

  /** About what an entry takes beside its content. */
  private static final int OVERHEAD = 256;

  Downlink downlink() {
    return new Downlink(device, data.contentType(), data.data(), data.metadata());
  }

  long bytes() {
    return OVERHEAD
        + data.data().length
        + data.metadata().entrySet().stream()
            .mapToLong(entry -> entry.getKey().length() + entry.getValue().length())
            .sum();
  }

  boolean isExpired(Instant now, Duration timeToLive) {
    return !now.isBefore(since.plus(timeToLive));
  }

  /** Without the content. */
  @Override
  public String toString() {
    return "downlink " + number + " of type " + messageType + " for device '" + device + "'";
  }
}
