package io.integrationhost.host.downlink;

import io.integrationhost.converter.DownlinkData;
import io.integrationhost.converter.DownlinkRequest;
import java.util.Optional;

/**
 * Learns what becomes of an integration's downlinks. Called on the control thread, or on the link's
 * for what is refused at once: must be thread-safe and must not block.
 */
public interface DownlinkListener {

  /**
   * The converter has run.
   *
   * @param request what it got
   * @param output the JSON text that the script returned; empty when it returned nothing or failed
   * @param error what the script failed with, in words; empty when it did not
   */
  void converted(
      String device, DownlinkRequest request, Optional<String> output, Optional<String> error);

  /**
   * A downlink begins to wait for its device.
   *
   * @param reason for people
   */
  void waiting(String device, String messageType, String reason);

  /**
   * A downlink goes on waiting, and somebody may want to see why.
   *
   * @param reason for people, as the end of a sentence that begins with the downlink
   */
  default void held(String device, String messageType, String reason) {}

  /** The device's connection has it. */
  void sent(String device, String messageType, DownlinkData data);

  /**
   * It was not sent and will not be.
   *
   * @param reason a sentence that says what to do
   * @param request what the converter got, when the converter failed on it
   */
  void failed(String device, String messageType, String reason, Optional<DownlinkRequest> request);
}
