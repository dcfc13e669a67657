package io.integrationhost.plugin;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Data for a device. A transport should drop what it has sent already, which {@code id} tells: the
 * host may hand a downlink over again when it does not know whether it was sent.
 *
 * @param deviceName the device's name in ThingsBoard
 * @param contentType what the payload holds
 * @param payload the bytes to send; must not be changed
 * @param metadata what the downlink converter added
 * @param id the same in every attempt and after a restart of the host, different for every other
 *     downlink of the integration; empty when the host cannot tell
 * @param attempt 1 for the first
 * @param rpcRequestId the request of ThingsBoard that this downlink carries, if it carries one: put
 *     it into the metadata of the payload that answers, under {@code rpcRequestId}
 */
public record Downlink(
    String deviceName,
    ContentType contentType,
    byte[] payload,
    Map<String, String> metadata,
    String id,
    int attempt,
    Optional<String> rpcRequestId) {
  /**
   * Copies the metadata, not the payload.
   *
   * @param deviceName as of the record
   * @param contentType as of the record
   * @param payload as of the record
   * @param metadata as of the record
   * @param id as of the record
   * @param attempt as of the record
   * @param rpcRequestId as of the record
   */
  public Downlink {
    Objects.requireNonNull(deviceName, "deviceName");
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(payload, "payload");
    metadata = Map.copyOf(metadata);
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(rpcRequestId, "rpcRequestId");
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt is " + attempt + " (expected: 1 or more)");
    }
  }

  /**
   * A downlink without an id, at its first attempt, that carries no request.
   *
   * @param deviceName as of the record
   * @param contentType as of the record
   * @param payload as of the record
   * @param metadata as of the record
   */
  public Downlink(
      String deviceName, ContentType contentType, byte[] payload, Map<String, String> metadata) {
    this(deviceName, contentType, payload, metadata, "", 1, Optional.empty());
  }

  /** Names the device, the kind, the size and the attempt, never the content. */
  @Override
  public String toString() {
    return "Downlink["
        + deviceName
        + ", "
        + contentType
        + ", "
        + payload.length
        + " bytes, id "
        + id
        + ", attempt "
        + attempt
        + "]";
  }
}
