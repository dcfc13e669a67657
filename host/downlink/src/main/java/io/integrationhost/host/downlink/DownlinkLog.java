package io.integrationhost.host.downlink;

import io.integrationhost.converter.DownlinkData;
import io.integrationhost.converter.DownlinkRequest;
import io.integrationhost.ground.RateLimitedLog;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes failures to the log, never more than some; contents never. */
public final class DownlinkLog implements DownlinkListener {

  private static final Logger log = LoggerFactory.getLogger(DownlinkLog.class);

  private final String integration;
  private final RateLimitedLog warnings;

  public DownlinkLog(String integration, RateLimitedLog warnings) {
    this.integration = integration;
    this.warnings = warnings;
  }

  @Override
  public void converted(
      String device, DownlinkRequest request, Optional<String> output, Optional<String> error) {
    log.debug(
        "integration '{}': a downlink {} for device '{}' was converted",
        integration,
        request.messageType(),
        device);
  }

  @Override
  public void waiting(String device, String messageType, String reason) {
    log.debug(
        "integration '{}': a downlink {} for device '{}' waits: {}",
        integration,
        messageType,
        device,
        reason);
  }

  @Override
  public void held(String device, String messageType, String reason) {
    warn("downlink held", device, messageType, reason);
  }

  @Override
  public void sent(String device, String messageType, DownlinkData data) {
    log.debug(
        "integration '{}': a downlink {} for device '{}' was sent ({} bytes)",
        integration,
        messageType,
        device,
        data.data().length);
  }

  @Override
  public void failed(
      String device, String messageType, String reason, Optional<DownlinkRequest> request) {
    warn("downlink", device, messageType, "failed: " + reason);
  }

  private void warn(String kind, String device, String messageType, String what) {
    warnings.warn(
        log,
        kind,
        "integration '"
            + integration
            + "': a downlink "
            + messageType
            + " for device '"
            + device
            + "' "
            + what);
  }
}
