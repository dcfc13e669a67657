package io.integrationhost.host.downlink;

import io.integrationhost.converter.DownlinkData;
import io.integrationhost.plugin.Downlink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A converted downlink on its way to a device.
 *
 * @param number grows from one to the next while others wait, over restarts too
 * @param since when it was converted
 * @param id the same for ever, and of no other downlink
 * @param rpcRequestId the request of ThingsBoard that it carries
 * @param tries what counts of the attempts to send it
 */
record WaitingDownlink(
    long number,
    Instant since,
    String device,
    String messageType,
    DownlinkData data,
    String id,
    Optional<String> rpcRequestId,
    Tries tries) {

  /** About what an entry takes beside its content. */
  private static final int OVERHEAD = 256;

  Downlink downlink() {
    return new Downlink(
        device,
        data.contentType(),
        data.data(),
        data.metadata(),
        id,
        tries.counted() + 1,
        rpcRequestId);
  }

  WaitingDownlink tried(Tries now) {
    return new WaitingDownlink(number, since, device, messageType, data, id, rpcRequestId, now);
  }

  /** An id for one of an earlier build, whose file has none: the same after each restart. */
  static String idOf(long number, Instant since, String device) {
    String text = number + " " + since + " " + device;
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
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
