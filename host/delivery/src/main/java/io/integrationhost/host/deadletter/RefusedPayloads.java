package io.integrationhost.host.deadletter;

import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.plugin.Uplink;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps payloads that one integration refuses for good as dead letters: {@value #AT_ONCE} at once,
 * then one per second, since a broken converter refuses as fast as its devices send. The others are
 * named in the log. Safe for any thread.
 */
public final class RefusedPayloads implements RefusedUplinks {

  private static final Logger log = LoggerFactory.getLogger(RefusedPayloads.class);
  private static final int AT_ONCE = 100;
  private static final Duration ONE_PER = Duration.ofSeconds(1);

  private final String integration;
  private final DeadLetterStore store;
  private final RateLimitedLog warnings;
  private final Clock clock;
  private final Allowance allowance;

  public RefusedPayloads(
      String integration,
      DeadLetterStore store,
      RateLimitedLog warnings,
      Clock clock,
      LongSupplier nanoTime) {
    this.integration = integration;
    this.store = store;
    this.warnings = warnings;
    this.clock = clock;
    this.allowance = new Allowance(nanoTime, AT_ONCE, ONE_PER);
  }

  @Override
  public void refused(Uplink.Payload payload, Map<String, String> metadata, String reason) {
    if (!allowance.take()) {
      warnings.warn(
          log,
          "payloads",
          "integration '"
              + integration
              + "': payloads are refused faster than one per second, so not every one is kept; see"
              + " those that are with 'integration-host dead-letters list'");
      return;
    }
    Map<String, String> known = new TreeMap<>(metadata);
    payload.deviceName().ifPresent(name -> known.putIfAbsent(OriginalPayload.DEVICE_NAME, name));
    var unused =
        store.add(
            DeadLetter.notConverted(
                integration, clock.instant(), reason, new OriginalPayload(payload.bytes(), known)));
  }
}
