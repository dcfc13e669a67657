package io.integrationhost.host.downlink;

import io.integrationhost.converter.DownlinkData;
import java.time.Instant;
import java.util.Optional;

/**
 * A downlink that waits for its device.
 *
 * @param number of what waits the lower one is sent first
 * @param id the same for ever
 * @param since when it was converted
 * @param expires when it is given up; absent when only its place counts
 * @param bytes of content and metadata, about
 * @param attempts that counted
 * @param lastProblem of the last try since the start, for people
 * @param data what the device is to get
 */
public record DownlinkView(
    long number,
    String id,
    String device,
    String messageType,
    Instant since,
    Optional<Instant> expires,
    long bytes,
    int attempts,
    Optional<String> lastProblem,
    Optional<String> rpcRequestId,
    DownlinkData data) {

  /** Without the content. */
  @Override
  public String toString() {
    return "DownlinkView[" + id + ", " + device + ", " + messageType + "]";
  }
}
