package io.integrationhost.host.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.integrationhost.host.downlink.WaitingLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an integration's configuration says of downlinks that wait for their devices, in the words
 * of ThingsBoard's own TCP and UDP integrations (facts 8.1, 8.2).
 *
 * @param maxWaiting {@code clientConfiguration.cacheSize}
 * @param timeToLive {@code clientConfiguration.timeToLiveInMinutes}
 */
public record WaitingWish(Optional<Integer> maxWaiting, Optional<Duration> timeToLive) {

  private static final String SIZE = "clientConfiguration.cacheSize";
  private static final String MINUTES = "clientConfiguration.timeToLiveInMinutes";
  private static final int MOST_MINUTES = 525_600;

  /** No wish. */
  public static WaitingWish none() {
    return new WaitingWish(Optional.empty(), Optional.empty());
  }

  /** The host's limits where nothing is wished. */
  public WaitingLimits over(WaitingLimits host) {
    return new WaitingLimits(
        timeToLive.orElse(host.timeToLive()), maxWaiting.orElse(host.maxWaiting()));
  }

  /**
   * Reads the wish.
   *
   * @param warnings gets a sentence for each value that cannot be used
   */
  static WaitingWish read(Config transport, List<String> warnings) {
    return new WaitingWish(
        number(transport, SIZE, Integer.MAX_VALUE, warnings)
            .map(size -> Math.min(size, WaitingLimits.MOST)),
        number(transport, MINUTES, MOST_MINUTES, warnings).map(Duration::ofMinutes));
  }

  private static Optional<Integer> number(
      Config transport, String key, int most, List<String> warnings) {
    try {
      if (!transport.hasPath(key)) {
        return Optional.empty();
      }
      int value = transport.getInt(key);
      if (value >= 0 && value <= most) {
        return Optional.of(value);
      }
    } catch (ConfigException e) {
      // Told below, with what is expected.
    }
    String where = transport.root().origin().description();
    warnings.add(
        where
            + ": "
            + key
            + " must be a whole number from 0 to "
            + most
            + "; the host's setting 'downlinks' is used");
    return Optional.empty();
  }
}
